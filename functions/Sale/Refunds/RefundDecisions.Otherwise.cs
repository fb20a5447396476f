using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Sale.Refunds;

public static partial class RefundDecisions
{
    /// <summary>An operator has paid the buyer outside this app what a failed refund was to give back: as much of it as is still owed is
    /// booked anew. The money has left the provider's balance. A repeat changes nothing.</summary>
    /// <param name="order">The order as it stands.</param>
    /// <param name="n">The failed refund.</param>
    /// <param name="note">How the buyer was paid; for buyer and seller.</param>
    /// <param name="now">UTC.</param>
    /// <param name="amount">What the buyer was paid; null for all that is owed of it. Less only as far as lost disputes have given the
    /// rest of the price of goods that were never shipped, as the operator says with it.</param>
    public static Decision PayOtherwise(Order order, int n, string note, DateTimeOffset now, Money? amount = null)
    {
        if (RefundTransitions.Find(order, n) is not { } refund)
            return Decision.NotFound("refund");
        if (refund.PaidOtherwise is not null)
            return Decision.Nothing;
        if (refund is not { State: RefundState.Failed, Failure: not RefundTransitions.BookedWithCase })
            return Decision.Refuse("refund-not-failed", $"The refund is {refund.State}: only one that has failed is paid otherwise.");
        // It decides about the same money.
        if (order.OpenDispute is not null)
            return CaseIsOpen(order);
        // If it fails, its money is owed after all.
        if (order.Refunds.Any(r => r.IsUnderWay))
            return Decision.Refuse("refund-under-way", "Another refund of this order is under way: wait until it has ended.");
        var isLate = refund.Reason == RefundReason.LateCapture;
        var owed = isLate ? refund.Amount : OwedRefunds.ToPayOtherwise(order, refund);
        if (owed.MinorUnits <= 0)
            return Decision.Refuse("refunded", "The buyer has been given this money since: do not pay it again.");
        if (amount > owed)
            return Decision.Invalid("refund-too-large", $"Only {owed} is owed of it.", "amount");
        var given = amount ?? owed;
        var found = OwedRefunds.FoundOf(refund);
        Money? covered = found.MinorUnits > 0 ? found - given : null;
        if (given < owed)
        {
            covered = Money.Min(refund.Amount, OwedRefunds.Promised(order)) - given;
            if (isLate || refund.Lines.Count == 0 || OwedRefunds.CoverOf(order, refund) < covered)
                return Decision.Refuse(
                    "refund-owed", $"The buyer is owed {owed} of it, and lost disputes have not given the rest: pay it all.");
        }

        // Should the provider show it after all, it is another payment.
        var paid = refund with
        {
            Amount = given,
            Decided = given == refund.Amount ? null : refund.Amount,
            Covered = covered,
            PaidOtherwise = note,
            ProviderId = null,
        };
        var change = isLate
            ? RefundTransitions.Completed(order, paid, providerId: null, now)
            : RefundTransitions.CompletedAfterAll(order, paid, providerId: null, now);
        return change with { Events = [new(OrderEventType.RefundCompleted, given, note)] };
    }
}
