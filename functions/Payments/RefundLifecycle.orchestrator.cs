using ChatPay.Functions.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Payments;

/// <summary>The life of one refund, from the decision to the provider's definite answer. Its instance id is the refund's key,
/// <c>{orderId}-refund-{n}</c>; the order may have ended long before.</summary>
public static class RefundLifecycle
{
    [Function(nameof(RefundLifecycle))]
    public static async Task<RefundState> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        for (var polls = 0; ; polls++)
        {
            var state = await context.CallActivityAsync<RefundState>(nameof(SubmitRefund), context.InstanceId, Persistence.Patiently);
            if (state is RefundState.Requested or RefundState.Denied or RefundState.Completed or RefundState.Failed)
                return state;

            await context.CreateTimer(context.CurrentUtcDateTime + Persistence.PollInterval(polls), CancellationToken.None);
        }
    }
}
