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
        while (await context.CallActivityAsync<DateTimeOffset?>(nameof(EndReserve), context.GetInput<string>(), Persistence.Patiently) is { } next)
            await context.CreateTimer(next.UtcDateTime, CancellationToken.None);
    }
}
