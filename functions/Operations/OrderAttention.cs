using ChatPay.Functions.Orders;

namespace ChatPay.Functions.Operations;

/// <summary>Which events of an order a person has to look at, and which end that. They are carried out with the order's outbox, so none is
/// lost.</summary>
public sealed class OrderAttention(Attention attention, OrderStore orders)
{
    private const string RefundRefused = "refund-refused";
    private const string PayoutRefused = "payout-refused";
    private const string PayoutWithheld = "payout-withheld";
    private const string PayoutReturned = "payout-returned";
    private const string CaseOpen = "case-open";
    private const string RefundRequestUnanswered = "refund-request-unanswered";
    private const string ComplaintUnanswered = "complaint-unanswered";

    /// <summary>Of a payout that is due and not paid; its subject is the order.</summary>
    public const string PayoutLate = "payout-late";

    /// <summary>Raises what this event is about, and clears what it ends. It bears being repeated.</summary>
    public async Task CarryOutAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        var (orderId, entry) = (notice.OrderId, notice.Entry);
        if (For(entry.Event) is var (kind, what, toDo))
            await attention.RaiseOnceAsync(kind, SubjectOf(kind, notice), what, toDo, orderId, entry.At, cancellationToken);

        var ended = EndedBy(entry.Event.Type);
        if (ended.Count == 0)
            return;
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        foreach (var over in ended.Where(k => !GoesOn(k, order)))
            await attention.ClearAsync(over, orderId, "It is over: the order has gone on.", cancellationToken);
    }

    /// <summary>What to raise; null for what goes on by itself.</summary>
    public static (string Kind, string What, string ToDo)? For(OrderEvent happened) => happened.Type switch
    {
        OrderEventType.RefundFailed => (
            RefundRefused, $"PayPal refused the refund of {happened.Amount} for good{Because(happened)}",
            "Pay the buyer back another way, or refund again when the cause is gone."),
        OrderEventType.PayoutRefused => (
            PayoutRefused, $"PayPal does not pay {happened.Amount} out{Because(happened)}",
            "Have the seller correct the PayPal account, then confirm that it was not paid and retry."),
        OrderEventType.PayoutWithheld => (
            PayoutWithheld, $"The payout of {happened.Amount} is withheld by PayPal{Because(happened)}",
            "The seller has to claim it within 30 days, or PayPal has to release it; it comes back otherwise."),
        OrderEventType.PayoutReturned => (
            PayoutReturned, $"The payout of {happened.Amount} has come back{Because(happened)}",
            "Find out with the seller why; then confirm that it was not paid and retry."),
        OrderEventType.CaseOpened or OrderEventType.CaseReopened => (
            CaseOpen, $"{happened.Amount} is disputed at PayPal{Because(happened)}",
            "See that the seller answers in time, with a tracking number, or accepts the claim."),
        OrderEventType.RefundRequestUnanswered => (
            RefundRequestUnanswered, $"The buyer has waited three days for an answer about a refund of {happened.Amount}.",
            "Remind the seller, or decide it as operator."),
        OrderEventType.ComplaintUnanswered => (
            ComplaintUnanswered, "The buyer has waited three days for an answer to a complaint.",
            "Remind the seller, or decide it as operator."),
        _ => null,
    };

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
        CaseOpen => order.OpenCase is not null,
        RefundRequestUnanswered => order.Refunds.Any(r => r.State == RefundState.Requested),
        ComplaintUnanswered => order.OpenComplaint is not null,
        _ => false,
    };

    // A refund that is refused stays so, whatever another one does: each is an item. The others are states of the order.
    private static string SubjectOf(string kind, OrderNotice notice) =>
        kind == RefundRefused ? notice.Key : notice.OrderId;

    private static string Because(OrderEvent happened) => happened.Detail is { Length: > 0 } detail ? $": {detail}." : ".";
}
