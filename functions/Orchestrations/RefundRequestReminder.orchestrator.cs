using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>Waits three days for the decision on a buyer's refund request. Its instance id is
/// <see cref="OrderOrchestrations.RefundRequestId"/>.</summary>
public static class RefundRequestReminder
{
    [Function(nameof(RefundRequestReminder))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        BoundedHistory.RunAsync(
            context,
            async history =>
            {
                await history.WaitUntilAsync(context.CurrentUtcDateTime + OrderOrchestrations.AnswerWithin);
                await history.CallAsync(nameof(RemindOfRefundRequest), context.InstanceId);
            });
}
