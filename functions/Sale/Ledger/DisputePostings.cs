using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Sale.Ledger;

/// <summary>The postings of disputes: rows 11 to 13 of LEDGER.md. A dispute books more than once, so its bookings are
/// numbered.</summary>
public static class DisputePostings
{
    /// <summary>Row 11: this much more is withheld for the dispute; less when negative.</summary>
    public static LedgerTransaction Withheld(Order order, Dispute @case, Money change, DateTimeOffset at) => new(
        Id(order, @case), change.MinorUnits > 0 ? "withheld by the processor for a case" : "withheld money of a case returned", at,
        [new(Accounts.ProcessorWithheld, change), new(Accounts.ProcessorBalance, -change)]);

    /// <summary>Rows 12, 12b and 13: the loss leaves what was withheld. It is borne as a refund would be.</summary>
    public static LedgerTransaction Lost(Order order, Dispute @case, DateTimeOffset at) => new(
        Id(order, @case), "case lost", at, LossOf(order, @case));

    /// <summary>Rows 12 to 13 reversed: the dispute is open again, or was decided otherwise. <paramref name="case"/> is the dispute
    /// as it was lost, with the number of this booking; <paramref name="isPayable"/> tells whether the payout that the money was
    /// taken from still waits.</summary>
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

    /// <summary>The processor's fee for the dispute.</summary>
    public static LedgerTransaction Fee(Order order, Dispute @case, Money change, DateTimeOffset at) => new(
        Id(order, @case), "fee of a case", at,
        [
            new(order.Terms.SellerBearsCaseFees ? Accounts.Debt(order.SellerId) : Accounts.ProcessingCosts, change),
            new(Accounts.ProcessorBalance, -change),
        ]);

    /// <summary>A debt that had been paid or written off is no longer owed: the money is the seller's, or the platform's,
    /// again.</summary>
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
