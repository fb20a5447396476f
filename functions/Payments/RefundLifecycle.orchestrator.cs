using ChatPay.Functions.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Payments;

/// <summary>The life of one refund, from the decision to the provider's definite answer. Its instance id is the refund's key,
/// <c>{orderId}-refund-{n}</c>; the order may have ended long before.</summary>
public static class RefundLifecycle
{
    private static readonly TaskOptions Patiently = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 1000, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1)));

    [Function(nameof(RefundLifecycle))]
    public static async Task<RefundState> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        for (var polls = 0; ; polls++)
        {
            var state = await context.CallActivityAsync<RefundState>(nameof(SubmitRefund), context.InstanceId, Patiently);
            if (state is RefundState.Completed or RefundState.Failed)
                return state;

            // 1, 2, 4, … minutes, at most 6 hours (orders.md, Timers).
            var wait = TimeSpan.FromMinutes(Math.Min(360, 1 << Math.Min(polls, 9)));
            await context.CreateTimer(context.CurrentUtcDateTime + wait, CancellationToken.None);
        }
    }
}
