using ChatPay.Functions.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Payouts.Reserves;

/// <summary>Waits for the end of a reserve and has it paid out. The order's own orchestration has ended then. Its instance id is
/// <c>{orderId}-reserve-{g}</c>.</summary>
public static class ReserveLifecycle
{
    [Function(nameof(ReserveLifecycle))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        while ((await context.CallActivityAsync<ReserveWait>(nameof(EndReserve), context.GetInput<string>(), Persistence.Patiently)).Until is { } next)
            await context.CreateTimer(next.UtcDateTime, CancellationToken.None);
    }
}

/// <param name="Until">When to look again, UTC; null when there is no reserve any more.</param>
public sealed record ReserveWait(DateTimeOffset? Until);
