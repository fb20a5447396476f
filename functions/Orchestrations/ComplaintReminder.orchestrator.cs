using ChatPay.Functions.Features.Complaints;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>Waits three days for the decision on a complaint. Its instance id is
/// <see cref="OrderOrchestrations.ComplaintId"/>.</summary>
public static class ComplaintReminder
{
    [Function(nameof(ComplaintReminder))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        BoundedHistory.RunAsync(
            context,
            async history =>
            {
                await history.WaitUntilAsync(context.CurrentUtcDateTime + OrderOrchestrations.AnswerWithin);
                await history.CallAsync(nameof(RemindOfComplaint), context.InstanceId);
            });
}
