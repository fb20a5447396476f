using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Complaints;

/// <summary>Waits three days for the answer to a complaint. Its instance id is <c>{orderId}-complaint-{n}</c>.</summary>
public static class ComplaintReminder
{
    internal static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <summary>The id of the instance for complaint n of an order.</summary>
    public static string Id(string orderId, int n) => DerivedKey.Of(orderId, "complaint", n);

    /// <summary>The order and the number in such an id; null when it is none of ours.</summary>
    public static (string OrderId, int N)? Parse(string? id) => DerivedKey.Parse(id, "complaint");

    [Function(nameof(ComplaintReminder))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => BoundedHistory.RunAsync(context, async history =>
    {
        await history.WaitUntilAsync(context.CurrentUtcDateTime + Patience);
        await history.CallAsync(nameof(RemindOfComplaint), context.InstanceId);
    });
}
