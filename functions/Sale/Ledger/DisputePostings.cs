using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Sale.Ledger;

/// <summary>The postings of cases: rows 11 to 13 of LEDGER.md. A case books more than once, so its bookings are counted.</summary>
public static class DisputePostings
{
    /// <summary>Row 11: so much more is withheld for the case; less when negative.</summary>
    public static LedgerTransaction Withheld(Order order, Dispute @case, Money change, DateTimeOffset at) => new(
        Id(order, @case), change.MinorUnits > 0 ? "withheld by the processor for a case" : "withheld money of a case returned", at,
        [new(Accounts.ProcessorWithheld, change), new(Accounts.ProcessorBalance, -change)]);

    /// <summary>Rows 12, 12b and 13: what is lost leaves what was withheld. It is borne as a refund would be.</summary>
    public static LedgerTransaction Lost(Order order, Dispute @case, DateTimeOffset at) => new(
        Id(order, @case), "case lost", at, LossOf(order, @case));

    /// <summary>The same reversed: the case is open again, or was decided otherwise.</summary>
    /// <param name="order">The order.</param>
    /// <param name="case">The case as it was lost, with the number of this booking.</param>
    /// <param name="isPayable">Whether the payout that it was taken from still waits.</param>
    /// <param name="at">UTC.</param>
    public static LedgerTransaction LossReversed(Order order, Dispute @case, bool isPayable, DateTimeOffset at)
    {
        var zero = Money.Zero(@case.Amount.Currency);
        var source = @case with
        {
            FromPayable = isPayable ? @case.FromPayable : zero,
            FromReserve = order.Reserve is null ? zero : @case.FromReserve,
        };
        return new(Id(order, @case), "lost case reversed", at, [.. LossOf(order, source).Select(p => p with { Amount = -p.Amount })]);
    }

    /// <summary>The processor's fee for it.</summary>
    public static LedgerTransaction Fee(Order order, Dispute @case, Money change, DateTimeOffset at) => new(
        Id(order, @case), "fee of a case", at,
        [
            new(order.Terms.SellerBearsCaseFees ? Accounts.Debt(order.SellerId) : Accounts.ProcessingCosts, change),
            new(Accounts.ProcessorBalance, -change),
        ]);

    /// <summary>A debt that had been paid or written off is owed no more: it is the seller's, or the platform's, again.</summary>
    public static LedgerTransaction DebtReturned(Order order, Dispute @case, OverpaidDebt overpaid, DateTimeOffset at) =>
        OrderPostings.DebtReturned(order, Id(order, @case), overpaid, at);

    private static Posting[] LossOf(Order order, Dispute @case) =>
    [
        new(Accounts.Held(order.SellerId), @case.FromSeller - @case.FromPayable - @case.FromReserve),
        new(Accounts.Payable(order.SellerId), @case.FromPayable),
        new(Accounts.Reserve(order.SellerId), @case.FromReserve),
        new(Accounts.PlatformFees, @case.FromPlatform),
        new(Accounts.Debt(order.SellerId), @case.FromDebt),
        new(Accounts.ProcessorWithheld, -@case.Lost),
    ];

    private static string Id(Order order, Dispute @case) => $"{Dispute.Key(order.Id, @case.Id)}-{@case.Bookings}";
}
