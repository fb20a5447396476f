using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Statements;

/// <summary>A seller's current balance with the platform, over all orders.</summary>
public sealed record SellerBalance
{
    /// <summary>In the hold of paid orders.</summary>
    public required Money Held { get; init; }

    /// <summary>Released: the next sweep pays it, unless something blocks it.</summary>
    public required Money Payable { get; init; }

    /// <summary>Kept in reserve from payouts, for refunds and disputes to come; the rest is paid out at its end.</summary>
    public required Money Reserved { get; init; }

    /// <summary>In flight to the seller's PayPal account.</summary>
    public required Money InPayout { get; init; }

    /// <summary>Sent, and waiting at PayPal to be claimed or released.</summary>
    public required Money Withheld { get; init; }

    /// <summary>What the seller owes; it is deducted from future payouts.</summary>
    public required Money Debt { get; init; }

    /// <summary>The part of what is held or payable that buyers dispute at PayPal.</summary>
    public required Money InDispute { get; init; }

    /// <summary>When the next hold ends, UTC; null when none runs.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>What is released then, over all orders whose holds end at that time; null when none runs.</summary>
    public Money? NextDue { get; init; }

    /// <summary>The number of orders in this sum.</summary>
    public required int Orders { get; init; }

    /// <summary>The sum over these orders.</summary>
    public static SellerBalance Of(IReadOnlyList<Order> orders, string currency)
    {
        var holding = orders.Where(o => o.Held.MinorUnits > 0 && o.DueAt is not null).ToLookup(o => o.DueAt);
        var next = holding.MinBy(due => due.Key);
        return new SellerBalance
        {
            Held = Sum(orders.Select(o => o.Held)),
            Payable = Payouts(p => p.IsPayable),
            Reserved = Sum(orders.Select(o => o.Reserved)),
            InPayout = Payouts(p => p.State is PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown),
            Withheld = Payouts(p => p.State == PayoutState.Withheld),
            Debt = Sum(orders.Select(o => o.Debt)),
            InDispute = Sum(orders.Where(o => o.HoldsOrOwes).SelectMany(o => o.Disputes).Where(c => c.IsOpen).Select(c => c.Amount)),
            NextDueAt = next?.Key,
            NextDue = next is null ? null : Sum(next.Select(o => o.Held)),
            Orders = orders.Count,
        };

        Money Payouts(Func<Payout, bool> which) => Sum(orders.SelectMany(o => o.Payouts).Where(which).Select(p => p.Amount));
        Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero(currency), (sum, amount) => sum + amount);
    }
}
