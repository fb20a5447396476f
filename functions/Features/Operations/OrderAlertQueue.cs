using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.Operations;

/// <summary>Which events of an order a person has to look at, and which end that. They are carried out with the order's outbox, so none is
/// lost.</summary>
public sealed class OrderAlertQueue(OperatorAlerts attention, OrderStore orders)
{
    internal const string RefundRefused = "refund-refused";
    internal const string PayoutRefused = "payout-refused";
    internal const string PayoutWithheld = "payout-withheld";
    internal const string PayoutReturned = "payout-returned";
    internal const string CaseOpen = "case-open";
    internal const string RefundRequestUnanswered = "refund-request-unanswered";
    internal const string ComplaintUnanswered = "complaint-unanswered";

    /// <summary>Of a payout that is due and not paid; its subject is the order.</summary>
    public const string PayoutLate = "payout-late";

    /// <summary>Raises what this event is about, and clears what it ends. It is idempotent.</summary>
    public async Task DispatchAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        var (orderId, entry) = (notice.OrderId, notice.Entry);
        if (OrderAlerts.For(notice) is var (kind, what, toDo))
            await attention.RaiseOnceAsync(kind, SubjectOf(kind, notice), what, toDo, orderId, entry.At, cancellationToken);

        var ended = EndedBy(entry.Event.Type);
        if (ended.Count == 0)
            return;
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        foreach (var over in ended.Where(k => !GoesOn(k, order)))
            await attention.ClearAsync(over, orderId, "It is over: the order has gone on.", cancellationToken);
    }

    private static IReadOnlyList<string> EndedBy(OrderEventType happened) => happened switch
    {
        OrderEventType.PaidOut or OrderEventType.PayoutHandedOver => [PayoutRefused, PayoutWithheld, PayoutReturned, PayoutLate],
        OrderEventType.PayoutReturned or OrderEventType.PayoutRetried => [PayoutRefused, PayoutWithheld, PayoutReturned],
        OrderEventType.ShipmentUnmarked => [PayoutLate],
        OrderEventType.RefundCompleted or OrderEventType.CaseLost => [CaseOpen, PayoutLate, PayoutRefused, PayoutReturned],
        OrderEventType.CaseWon => [CaseOpen],
        OrderEventType.RefundStarted or OrderEventType.RefundDenied => [RefundRequestUnanswered],
        OrderEventType.ComplaintResolved or OrderEventType.ComplaintRejected or OrderEventType.ComplaintWithdrawn => [ComplaintUnanswered],
        _ => [],
    };

    /// <summary>Whether the cause is still there, all the same: another case, another request, something left to pay.</summary>
    private static bool GoesOn(string kind, Order order) => kind switch
    {
        PayoutRefused => order.CurrentPayout?.State == PayoutState.FailedPermanent,
        PayoutWithheld => order.CurrentPayout?.State == PayoutState.Withheld,
        PayoutReturned => order.CurrentPayout?.State == PayoutState.Returned,
        PayoutLate => order.DueAt is not null && order.HoldsOrOwes && order.CurrentPayout?.State != PayoutState.Paid,
        CaseOpen => order.OpenDispute is not null,
        RefundRequestUnanswered => order.Refunds.Any(r => r.State == RefundState.Requested),
        ComplaintUnanswered => order.OpenComplaint is not null,
        _ => false,
    };

    // A refund that is refused stays so, whatever another one does: each is an item. The others are states of the order.
    private static string SubjectOf(string kind, OrderNotice notice) =>
        kind == RefundRefused ? notice.Key : notice.OrderId;
}
