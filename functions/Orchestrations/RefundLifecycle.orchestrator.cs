using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>The life of one refund, from the decision to the provider's definite answer. Its instance id is the refund's key,
/// <c>{orderId}-refund-{n}</c>; the order may have ended long before.</summary>
public static class RefundLifecycle
{
    [Function(nameof(RefundLifecycle))]
    public static Task<RefundState> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        BoundedHistory.RunAsync(context, history => RefundAsync(context, history));

    private static async Task<RefundState> RefundAsync(TaskOrchestrationContext context, BoundedHistory history)
    {
        for (var polls = 0; ; polls++)
        {
            var state = await history.CallAsync<RefundState>(nameof(SubmitRefund), context.InstanceId);
            if (!state.IsUnderWay())
                return state;

            await history.WaitUntilAsync(context.CurrentUtcDateTime + ActivityRetry.PollInterval(polls));
        }
    }
}
