using ChatPay.Functions.Platform.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Orchestrations.Retention;

/// <summary>Each Sunday: removes what the engine keeps of orchestrations that ended long ago. Nobody needs it: an order says itself
/// what has happened, and one that is started again reads it first. One by one: a purge by a filter lasts longer than a call may when
/// there are many, and one engine takes those that run too.</summary>
public sealed class PurgeOrchestrations(
    IOptions<OrchestrationRetention> retention, TimeProvider time, ILogger<PurgeOrchestrations> log)
{
    private const int PageSize = 500;

    // A host ends a run after half an hour.
    private static readonly TimeSpan MaxRun = TimeSpan.FromMinutes(20);

    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    [Function(nameof(PurgeOrchestrations))]
    public async Task RunAsync(
        [TimerTrigger("%OrchestrationPurgeSchedule%")] TimerInfo timer, [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = now.AddDays(-retention.Value.DaysKept);
        // What ended by then was created by then.
        var query = new OrchestrationQuery(CreatedTo: before, Statuses: Ended, PageSize: PageSize);
        await foreach (var page in orchestrations.GetAllInstancesAsync(query).AsPages().WithCancellation(cancellationToken))
        {
            await Many.ForEachAsync(
                page.Values.Where(instance => instance.LastUpdatedAt <= before),
                instance => TryPurgeAsync(orchestrations, instance.InstanceId, cancellationToken));
            if (page.ContinuationToken is not null && time.GetUtcNow() - now >= MaxRun)
            {
                log.LogWarning("Orchestrations that have ended are left; the next Sunday goes on.");
                return;
            }
        }
    }

    private async Task TryPurgeAsync(DurableTaskClient orchestrations, string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            await orchestrations.PurgeInstanceAsync(instanceId, cancellation: cancellationToken);
        }
#pragma warning disable CA1031 // One instance's failure must not affect the others.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning(e, "The orchestration {InstanceId} was not removed; the next Sunday tries again.", instanceId);
        }
    }
}
