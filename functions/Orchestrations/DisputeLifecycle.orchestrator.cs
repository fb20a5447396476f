using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>Follows a dispute until the provider has decided it, then pays the seller what was won back after a payout. Its
/// instance id is <see cref="Dispute.InstanceId"/>; the order may have ended long before.</summary>
public static class DisputeLifecycle
{
    [Function(OrderOrchestrations.Dispute)]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        BoundedHistory.RunAsync(context, history => FollowAsync(context, history));

    private static async Task FollowAsync(TaskOrchestrationContext context, BoundedHistory history)
    {
        for (var polls = 0; await history.CallAsync<bool>(ReadDispute.Name, context.InstanceId); polls++)
            await history.WaitUntilAsync(context.CurrentUtcDateTime + ActivityRetry.PollInterval(polls));

        for (var looks = 0; !await history.CallAsync<bool>(nameof(ReleaseWonBack), context.InstanceId); looks++)
            await history.WaitUntilAsync(context.CurrentUtcDateTime + ActivityRetry.LookInterval(looks));
    }
}
