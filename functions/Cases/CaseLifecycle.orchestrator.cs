using ChatPay.Functions.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Cases;

/// <summary>Follows a case until the provider has decided it, then pays the seller what was won back after a payout. Its instance id is
/// <see cref="Case.InstanceId"/>; the order may have ended long before.</summary>
public static class CaseLifecycle
{
    private static readonly TimeSpan BlockedCheck = TimeSpan.FromHours(6);

    [Function(nameof(CaseLifecycle))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        for (var polls = 0; await context.CallActivityAsync<bool>(nameof(ReadCase), context.InstanceId, Persistence.Patiently); polls++)
            await context.CreateTimer(context.CurrentUtcDateTime + Persistence.PollInterval(polls), CancellationToken.None);

        while (!await context.CallActivityAsync<bool>(nameof(ReleaseWonBack), context.InstanceId, Persistence.Patiently))
            await context.CreateTimer(context.CurrentUtcDateTime + BlockedCheck, CancellationToken.None);
    }
}
