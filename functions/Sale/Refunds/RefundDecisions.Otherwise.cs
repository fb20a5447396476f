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
    public static Decision PayOtherwise(Order order, int n, string note, DateTimeOffset now)
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
        // One that was given up is owed all the same: an operator says that the buyer was paid.
        var owed = isLate ? refund.Amount
            : Money.Min(refund.Amount, OwedRefunds.Of(order.With(refund with { Failure = null })));
        if (owed.MinorUnits <= 0)
            return Decision.Refuse("refunded", "The buyer has been given this money since: do not pay it again.");

        // Should the provider show it after all, it is another payment.
        var paid = refund with { Amount = owed, PaidOtherwise = note, ProviderId = null };
        var change = isLate
            ? RefundTransitions.Completed(order, paid, providerId: null, now)
            : RefundTransitions.CompletedAfterAll(order, paid, providerId: null, now);
        return change with { Events = [new(OrderEventType.RefundCompleted, owed, note)] };
    }
}
