using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>A payout that the provider has paid and that the order does not know as paid: the tables were restored to an earlier state, or
/// it was taken for failed. What the provider's own item says is booked.</summary>
public static class FoundPayout
{
    /// <summary>Refused if nothing can be booked, whatever the provider has paid.</summary>
    public static Decision BookLeast(Order order, int g, string providerItemId, DateTimeOffset now) =>
        Book(order, g, providerItemId, new Money(1, order.Terms.Currency), Money.Zero(order.Terms.Currency), now);

    /// <summary>Books it, from the waiting payout and from what is held; what is left stays the seller's, in the hold. The block that kept
    /// it from being paid again is lifted when nothing is left. A repeat changes nothing.</summary>
    /// <param name="order">The order as it stands.</param>
    /// <param name="g">The generation that the item names; the next one, if the order has not come so far yet.</param>
    /// <param name="providerItemId">The provider's item id.</param>
    /// <param name="amount">What the provider has paid, without its fee.</param>
    /// <param name="fee">The provider's fee.</param>
    /// <param name="now">UTC.</param>
    public static Decision Book(Order order, int g, string providerItemId, Money amount, Money fee, DateTimeOffset now)
    {
        if (IsBooked(order, g, providerItemId))
            return Decision.Nothing;
        if (RefusalOf(order, g) is { } refusal)
            return refusal;

        var begun = Begin(order, g, now);
        var payout = begun.Order.CurrentPayout!;
        var more = amount - payout.Amount;
        if (more > begun.Order.Held)
        {
            if (AsDebt(begun.Order, g, more - begun.Order.Held, now) is not { } owed)
            {
                return Decision.Refuse(
                    "payout-too-large",
                    $"PayPal has paid {amount}, and only {payout.Amount + begun.Order.Held} is left of the payment here.");
            }

            begun = begun.Then(owed);
        }

        var paid = payout with
        {
            State = PayoutState.Paid,
            Amount = amount,
            BatchId = null,
            ProviderItemId = providerItemId,
            Fee = fee,
            PaidAt = now,
            SubmittedAt = payout.SubmittedAt ?? now,
            NotBefore = null,
            Failure = null,
        };
        var booked = begun.Order.With(paid);
        var isDone = booked is { ManuallyBlocked: true, Held.MinorUnits: 0 };
        return begun with
        {
            Order = isDone ? booked with { ManuallyBlocked = false, BlockReason = null } : booked,
            Ledger = [.. begun.Ledger, OrderPostings.PayoutFoundPaid(order, paid, more, now)],
            Events =
            [
                .. begun.Events.Where(e => e.Type == OrderEventType.ReserveKept),
                new(OrderEventType.PaidOut, amount),
                .. isDone ? [new OrderEvent(OrderEventType.PayoutUnblocked)] : Array.Empty<OrderEvent>(),
            ],
        };
    }

    /// <summary>Whether this item is booked already.</summary>
    public static bool IsBooked(Order order, int g, string providerItemId) =>
        order.Payouts.Any(p => p is { State: PayoutState.Paid } && p.Generation == g && p.ProviderItemId == providerItemId);

    private static Decision? RefusalOf(Order order, int g)
    {
        if (g < 1 || g > order.Payouts.Count + 1 || order.Capture is not { Late: false })
            return Decision.NotFound("payout");
        if (order.CurrentPayout is
            { State: PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown or PayoutState.Withheld })
            return Decision.Refuse("payout-under-way", "The payout is at PayPal: what becomes of it there is booked by itself.");
        if (g <= order.Payouts.Count && (g < order.Payouts.Count || !IsNotPaid(order.CurrentPayout!)))
            return Decision.Refuse("payout-settled", $"Payout {g} is {order.Payouts[g - 1].State}: nothing of it is left to book.");
        // What the sweep does not send waits for an operator anyway.
        if (!order.ManuallyBlocked && order.CurrentPayout is not { State: PayoutState.FailedPermanent or PayoutState.Returned })
            return Decision.Refuse("payout-not-blocked", "The payout is not blocked: block it first, so that it is not sent meanwhile.");
        return order.FulfilledAt is null
            ? Decision.Refuse(
                "payout-not-shipped",
                "The order is not marked as shipped here: have the seller mark it again, or the buyer is refunded when its deadline ends.")
            : null;
    }

    private static bool IsNotPaid(Payout payout) =>
        payout.State is PayoutState.Released or PayoutState.FailedRetryable or PayoutState.FailedPermanent;

    /// <summary>The order as if this much of its refunds and lost disputes had been booked after the payout: the seller owes it.</summary>
    /// <returns>Null when they have not taken as much.</returns>
    private static OrderChange? AsDebt(Order order, int g, Money missing, DateTimeOffset now)
    {
        var (owing, left) = (order, missing);
        foreach (var refund in order.Refunds.Where(r => r is { State: RefundState.Completed, Reason: not RefundReason.LateCapture }))
        {
            var part = Money.Min(left, refund.FromSeller - refund.FromReserve);
            var rest = refund.FromSeller - part;
            owing = owing.With(refund with
            {
                FromSeller = rest,
                FromPayable = Money.Min(refund.FromPayable, rest - refund.FromReserve),
            });
            left -= part;
        }

        foreach (var lost in order.Disputes.Where(c => !c.IsOpen))
        {
            var part = Money.Min(left, lost.FromSeller - lost.FromReserve);
            var rest = lost.FromSeller - part;
            owing = owing.With(lost with { FromSeller = rest, FromPayable = Money.Min(lost.FromPayable, rest - lost.FromReserve) });
            left -= part;
        }

        return left.MinorUnits > 0 ? null : new OrderChange(owing) { Ledger = [OrderPostings.PaidBefore(order, g, missing, now)] };
    }

    /// <summary>The order with this payout waiting, whatever became of the payouts before it.</summary>
    private static OrderChange Begin(Order order, int g, DateTimeOffset now)
    {
        if (order.CurrentPayout is not { IsPayable: true } waiting)
            return PayoutTransitions.ReleaseHeld(order, now);
        return new OrderChange(waiting.Generation == g
            ? order
            : order.With(waiting with { State = PayoutState.Replaced })
                .With(new Payout(g, PayoutState.Released, waiting.Amount, now)));
    }
}
