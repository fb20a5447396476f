using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Features.Operations;

/// <summary>Raises and resolves operator alerts for an order's events, as the catalogue says. It is dispatched with the order's
/// outbox, so nothing is lost.</summary>
public sealed class OrderAlertQueue(OperatorAlerts attention)
{
    /// <summary>Raises the alert of this event, and resolves those that it ends. It is idempotent.</summary>
    /// <param name="order">The order as it stands now.</param>
    /// <param name="notice">The event.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task DispatchAsync(Order order, OrderNotice notice, CancellationToken cancellationToken)
    {
        var (orderId, entry) = (notice.OrderId, notice.Entry);
        if (OrderAlerts.For(notice, OwedRefunds.Of(order).MinorUnits > 0) is var (kind, what, toDo))
            await attention.RaiseOnceAsync(kind.Code(), SubjectOf(kind, notice), what, toDo, orderId, entry.At, cancellationToken);

        var ended = OrderEventCatalogue.Of(entry.Event.Type).Ends;
        foreach (var over in ended.Where(k => !GoesOn(k, order) && MayBeOpen(k, order, entry.At)))
            await attention.ClearAsync(over.Code(), orderId, "It is over: the order has gone on.", cancellationToken);
    }

#pragma warning disable CS8524 // Undeclared numeric values.
    /// <summary>Whether the cause persists all the same: another dispute, another request, something left to pay.</summary>
    private static bool GoesOn(OrderAlertKind kind, Order order) => kind switch
    {
        OrderAlertKind.PayoutRefused => order.CurrentPayout?.State == PayoutState.FailedPermanent,
        OrderAlertKind.PayoutWithheld => order.CurrentPayout?.State == PayoutState.Withheld,
        OrderAlertKind.PayoutReturned => order.CurrentPayout?.State == PayoutState.Returned,
        OrderAlertKind.PayoutLate => order.DueAt is not null && order.HoldsOrOwes && order.CurrentPayout?.State != PayoutState.Paid,
        OrderAlertKind.CaseOpen => order.OpenDispute is not null,
        OrderAlertKind.RefundRequestUnanswered => order.Refunds.Any(r => r.State == RefundState.Requested),
        OrderAlertKind.ComplaintUnanswered => order.OpenComplaint is not null,
        OrderAlertKind.RefundRefused => false,
    };
#pragma warning restore CS8524

    /// <summary>Whether there can be such an alert: most orders never had one, and need no look-up. What an order records of its
    /// payouts and shipments stays, so this is false only where none was ever raised.</summary>
    private static bool MayBeOpen(OrderAlertKind kind, Order order, DateTimeOffset at) => kind switch
    {
        OrderAlertKind.PayoutRefused or OrderAlertKind.PayoutWithheld or OrderAlertKind.PayoutReturned =>
            !order.Payouts.All(p => p is { ToldFailure: null, Failures: 0, WithheldAt: null }),
        OrderAlertKind.RefundRequestUnanswered => order.Refunds.Any(r => r.Reminded),
        OrderAlertKind.PayoutLate => !(at < Payout.LateFrom(order)),
        _ => true,
    };

    // A refused refund stays refused, whatever another one does: each has an alert of its own. The others are states of the order.
    private static string SubjectOf(OrderAlertKind kind, OrderNotice notice) =>
        kind == OrderAlertKind.RefundRefused ? notice.Key : notice.OrderId;
}
