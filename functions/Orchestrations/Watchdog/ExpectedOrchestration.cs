using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Orchestrations.Watchdog;

/// <summary>An orchestration that an order needs now.</summary>
/// <param name="Name">The orchestrator function.</param>
/// <param name="InstanceId">The instance id.</param>
/// <param name="LookAt">When the watchdog checks whether it has done its work, UTC.</param>
internal sealed record ExpectedOrchestration(string Name, string InstanceId, DateTimeOffset LookAt)
{
    /// <summary>How long after a deadline or a start everything has normally happened by itself.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Whether it should be complete by then, so that one still running is stuck. Others wait for people or the provider,
    /// and are stuck only while an activity keeps failing.</summary>
    public bool IsStuckIfAlive { get; private init; }

    /// <summary>Whether waking or restarting it may help while it runs.</summary>
    public bool IsStirred { get; private init; }

    /// <summary>What this order expects. Each expectation ends through what the orchestration does to the order.</summary>
    public static IEnumerable<ExpectedOrchestration> Of(Order order) => OfSale(order).Concat(OfReminders(order)).Concat(OfMoney(order));

    private static IEnumerable<ExpectedOrchestration> OfSale(Order order)
    {
        if (OrderProgress.Of(order).Deadline is { } deadline)
            yield return new(OrderOrchestrations.Order, order.Id, deadline + Grace) { IsStirred = true };
        // The provider may take days to settle a capture; it is polled throughout.
        else if (OrderProgress.Of(order).Stage == OrderStage.Paying && order.CurrentCheckout is { } paying)
            yield return new(OrderOrchestrations.Order, order.Id, (paying.ApprovedAt ?? paying.At) + Grace);

        // Checked together with the hold, so that an order that makes progress needs no check of its own for this.
        if (TrackingTransitions.IsToBeTold(order))
        {
            var since = OrderProgress.Of(order).Deadline ?? order.DueAt ?? order.Capture!.At;
            var report = OrderOrchestrations.TrackingId(order.Id, order.TrackingReports);
            yield return new(OrderOrchestrations.Tracking, report, since + Grace) { IsStuckIfAlive = true };
        }
    }

    private static IEnumerable<ExpectedOrchestration> OfReminders(Order order)
    {
        foreach (var asked in order.Refunds.Where(r => r is { State: RefundState.Requested, Reminded: false }))
        {
            var at = (asked.RequestedAt ?? asked.At) + OrderOrchestrations.AnswerWithin;
            yield return new(OrderOrchestrations.RefundRequest, OrderOrchestrations.RefundRequestId(order.Id, asked.Number), at + Grace);
        }

        foreach (var open in order.Complaints.Where(c => c is { State: ComplaintState.Open, Reminded: false }))
        {
            var at = open.At + OrderOrchestrations.AnswerWithin;
            yield return new(OrderOrchestrations.Complaint, OrderOrchestrations.ComplaintId(order.Id, open.Number), at + Grace);
        }

        if (order.CurrentPayout is { State: PayoutState.Withheld, WithheldAt: { } withheldAt } payout)
        {
            var day = OrderOrchestrations.PayoutFollowUpDays.FirstOrDefault(
                d => d > payout.RemindedOn,
                OrderOrchestrations.PayoutFollowUpDays[^1]);
            yield return new(
                OrderOrchestrations.PayoutFollowUp,
                Payout.Key(order.Id, payout.Generation),
                withheldAt + TimeSpan.FromDays(day) + Grace);
        }
    }

    private static IEnumerable<ExpectedOrchestration> OfMoney(Order order)
    {
        foreach (var refund in order.Refunds.Where(IsToBeMade))
            yield return new(OrderOrchestrations.Refund, Refund.Key(order.Id, refund.Number), refund.At + Grace);
        foreach (var open in order.Disputes.Where(c => c.IsOpen))
            yield return new(OrderOrchestrations.Dispute, Dispute.InstanceId(order.Id, open), open.SeenAt + Grace);
        if (order.OpenDispute is null && PayoutTransitions.IsOwedAfterTheEnd(order)
            && order.Disputes.MaxBy(c => c.ResolvedAt) is { ResolvedAt: { } decidedAt } decided)
            yield return new(OrderOrchestrations.Dispute, Dispute.InstanceId(order.Id, decided), decidedAt + Grace);
        if (order.Reserve is { } reserve)
            yield return new(OrderOrchestrations.Reserve, reserve.Key(order.Id), reserve.Until + Grace);
    }

    private static bool IsToBeMade(Refund refund) => refund.IsUnderWay;

    /// <summary>The first check of any of them, UTC; null when the order needs none.</summary>
    public static DateTimeOffset? NextLook(Order order) => Of(order).Min(e => (DateTimeOffset?)e.LookAt);
}
