using ChatPay.Functions.Features.Payouts.Reserves;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>Waits for the end of a reserve and pays it out. The order's own orchestration has ended by then. Its instance id is
/// <c>{orderId}-reserve-{g}</c>.</summary>
public static class ReserveLifecycle
{
    [Function(nameof(ReserveLifecycle))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        BoundedHistory.RunAsync(
            context,
            async history =>
            {
                while ((await history.CallAsync<ReserveWait>(nameof(EndReserve), context.GetInput<string>())).Until is { } next)
                    await history.WaitUntilAsync(next.UtcDateTime);
            });
}
