using ChatPay.Functions.Cases;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Payouts.Reserves;

namespace ChatPay.Functions.Orders.Watchdog;

/// <summary>An orchestration that an order needs now.</summary>
/// <param name="Name">The orchestrator.</param>
/// <param name="InstanceId">Its instance.</param>
/// <param name="LookAt">When somebody looks whether it has done its work, UTC.</param>
internal sealed record ExpectedOrchestration(string Name, string InstanceId, DateTimeOffset LookAt)
{
    /// <summary>So long after a deadline, or after a start, all has happened by itself.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Of an order as it is.</summary>
    public static IEnumerable<ExpectedOrchestration> Of(Order order)
    {
        if (OrderProgress.Of(order).Deadline is { } deadline)
            yield return new(nameof(OrderLifecycle), order.Id, deadline + Grace);
        foreach (var refund in order.Refunds.Where(r => r.State is not (RefundState.Requested or RefundState.Denied or RefundState.Completed or RefundState.Failed)))
            yield return new(nameof(RefundLifecycle), Refund.Key(order.Id, refund.N), refund.At + Grace);
        foreach (var open in order.Cases.Where(c => c.IsOpen))
            yield return new(nameof(CaseLifecycle), Case.InstanceId(order.Id, open), open.SeenAt + Grace);
        if (order.Reserve is { } reserve)
            yield return new(nameof(ReserveLifecycle), reserve.Key(order.Id), reserve.Until + Grace);
    }

    /// <summary>When the first of them is looked at, UTC; null when the order needs none.</summary>
    public static DateTimeOffset? NextLook(Order order) => Of(order).Min(e => (DateTimeOffset?)e.LookAt);
}
