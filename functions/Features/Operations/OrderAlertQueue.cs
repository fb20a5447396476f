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
        if (OrderAlerts.For(notice, OwedRefunds.Of(order).MinorUnits > 0) is var (kind, what, toDo)
            && !(OrderAlerts.IsVerdict(entry.Event) && (await RefusedAsync(orderId, cancellationToken)).Any()))
            await attention.RaiseOnceAsync(kind.Code(), SubjectOf(kind, notice), what, toDo, orderId, entry.At, cancellationToken);

        var ended = OrderEventCatalogue.Of(entry.Event.Type).Ends;
        foreach (var over in ended.Where(k => !GoesOn(k, order) && MayBeOpen(k, order, entry.At)))
        {
            if (over == OrderAlertKind.RefundRefused)
                await ClearRefusedAsync(orderId, cancellationToken);
            else
                await attention.ClearAsync(over.Code(), orderId, "It is over: the order has gone on.", cancellationToken);
        }
    }

    /// <summary>Each refused refund has an alert of its own, and the buyer may have the money by another one: all of the order's
    /// end.</summary>
    private async Task ClearRefusedAsync(string orderId, CancellationToken cancellationToken)
    {
        foreach (var refused in await RefusedAsync(orderId, cancellationToken))
        {
            await attention.ResolveAsync(
                refused, "It is over: nothing more is owed to the buyer.", OperatorAlerts.ByItself, cancellationToken);
        }
    }

    private async Task<IEnumerable<OperatorAlert>> RefusedAsync(string orderId, CancellationToken cancellationToken) =>
        (await attention.ListOpenAsync(cancellationToken))
            .Where(a => a.OrderId == orderId && a.Kind == OrderAlertKind.RefundRefused.Code());

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
        // What is under way may fail; a late capture's money is the buyer's until its refund is made.
        OrderAlertKind.RefundRefused => OwedRefunds.Of(order).MinorUnits > 0 || order.Refunds.Any(
            r => r.IsUnderWay || r is { State: RefundState.Failed, Reason: RefundReason.LateCapture }),
    };
#pragma warning restore CS8524

    /// <summary>Whether there can be such an alert: most orders never had one, and need no look-up. What an order records of its
    /// payouts, refunds and shipments stays, so this is false only where none was ever raised.</summary>
    private static bool MayBeOpen(OrderAlertKind kind, Order order, DateTimeOffset at) => kind switch
    {
        OrderAlertKind.PayoutRefused or OrderAlertKind.PayoutWithheld or OrderAlertKind.PayoutReturned =>
            !order.Payouts.All(p => p is { ToldFailure: null, Failures: 0, WithheldAt: null }),
        OrderAlertKind.RefundRefused => order.Refunds.Any(r => r.State == RefundState.Failed || r.HadFailed),
        OrderAlertKind.RefundRequestUnanswered => order.Refunds.Any(r => r.Reminded),
        OrderAlertKind.PayoutLate => !(at < Payout.LateFrom(order)),
        _ => true,
    };

    // Of several refused refunds, each tells its own amount and reason. The others are states of the order.
    private static string SubjectOf(OrderAlertKind kind, OrderNotice notice) =>
        kind == OrderAlertKind.RefundRefused ? notice.Key : notice.OrderId;
}
