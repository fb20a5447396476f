using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>Keeps a part of a payout in reserve when it is released, and pays out the rest of it at its end.</summary>
public static class ReserveTransitions
{
    /// <summary>The reserve that the order's terms keep from this release; null when there is none.</summary>
    public static Reserve? Of(Order order, Money released, int g, DateTimeOffset now) =>
        order.Reserve is null && released.BasisPoints(order.Terms.ReserveBasisPoints) is { MinorUnits: > 0 } amount
            ? new Reserve(amount, now + order.Terms.ReserveFor, g)
            : null;

    /// <summary>Ends the reserve: what is left joins the waiting payout, or becomes the next generation. It stays while anything
    /// blocks the payout, which may consume it.</summary>
    public static Decision End(Order order, IReadOnlySet<PayoutBlock> blocks, DateTimeOffset now)
    {
        if (order.Reserve is not { } reserve)
            return Decision.Nothing;
        if (now < reserve.Until)
            return Decision.Refuse("not-due", "The reserve has not ended.");
        if (blocks.Count > 0)
            return Decision.Refuse("blocked", PayoutBlockWords.Of(blocks));

        var ended = order with { Reserve = null };
        if (reserve.Amount.MinorUnits == 0)
            return new OrderChange(ended);
        if (order.CurrentPayout is not ({ IsPayable: true } or { State: PayoutState.Paid } or { WasForNothing: true }))
            return Decision.Refuse("payout-under-way", "The payout before it has not settled.");

        var payout = order.CurrentPayout is { IsPayable: true } waiting
            ? waiting with { Amount = waiting.Amount + reserve.Amount }
            : new Payout(order.Payouts.Count + 1, PayoutState.Released, reserve.Amount, now);
        return new OrderChange(ended.With(payout))
        {
            Ledger = [OrderPostings.ReserveEnded(order, reserve, now)],
            Events = [new(OrderEventType.ReserveEnded, reserve.Amount)],
        };
    }
}
