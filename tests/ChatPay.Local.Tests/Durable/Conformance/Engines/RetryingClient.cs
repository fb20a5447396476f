using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>A robust client: it repeats calls when a message was lost or the engine crashed meanwhile, and outlives the engine.</summary>
internal sealed class RetryingClient(LocalTrial trial) : DurableTaskClient("retrying")
{
    private int _calls;
    private int _ids;

    /// <summary>The instance that is being called; empty when there are several.</summary>
    public string? Calling { get; private set; }

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        // A start needs an explicit id, so that it can be repeated.
        options = (options ?? new StartOrchestrationOptions()) with
        {
            InstanceId = options?.InstanceId ?? $"instance-{Interlocked.Increment(ref _ids)}",
        };
        return SurelyAsync(
            options.InstanceId,
            c => c.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation),
            options.InstanceId);
    }

    public override Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    ) => SurelyAsync(instanceId, c => c.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation));

    public override Task TerminateInstanceAsync(
        string instanceId,
        TerminateInstanceOptions? options = null,
        CancellationToken cancellation = default
    ) => SurelyAsync(instanceId, c => c.TerminateInstanceAsync(instanceId, options, cancellation));

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SurelyAsync(instanceId, c => c.SuspendInstanceAsync(instanceId, reason, cancellation));

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SurelyAsync(instanceId, c => c.ResumeInstanceAsync(instanceId, reason, cancellation));

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default) => trial.Engine.WaitForInstanceStartAsync(instanceId, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default
    ) => trial.Engine.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default) => trial.Engine.GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        trial.Engine.GetAllInstancesAsync(filter);

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    ) => SurelyAsync(instanceId, c => c.PurgeInstanceAsync(instanceId, options, cancellation), new PurgeResult(1, isComplete: true));

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellation = default
    ) => SurelyAsync(string.Empty, c => c.PurgeAllInstancesAsync(filter, options, cancellation), new PurgeResult(0));

    public override Task<string> RestartAsync(
        string instanceId,
        bool restartWithNewInstanceId = false,
        CancellationToken cancellation = default) =>
        SurelyAsync(
            restartWithNewInstanceId ? string.Empty : instanceId,
            c => c.RestartAsync(instanceId, restartWithNewInstanceId, cancellation),
            instanceId);

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        trial.Engine.ListInstanceIdsAsync(runtimeStatus, completedTimeFrom, completedTimeTo, pageSize, lastInstanceKey, cancellation);

    public override Task<IList<DurableTask.Core.History.HistoryEvent>> GetOrchestrationHistoryAsync(
        string instanceId,
        CancellationToken cancellation = default) => trial.Engine.GetOrchestrationHistoryAsync(instanceId, cancellation);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task SurelyAsync(string id, Func<DurableTaskClient, Task> call) => SurelyAsync(
        id,
        async c =>
        {
            await call(c);
            return true;
        },
        true);

    private async Task<T> SurelyAsync<T>(string id, Func<DurableTaskClient, Task<T>> call, T onceCommitted)
    {
        // Nothing else is running, so a crash after a commit is one after the commit of this call.
        if (trial.CrashEvery > 0)
            await trial.SettleAsync();
        while (true)
        {
            Calling = Interlocked.Increment(ref _calls) == 1 ? id : string.Empty;
            try
            {
                return await call(trial.Engine);
            }
            catch (TimeoutException)
            {
                // The message was lost, without effect.
            }
            catch (ObjectDisposedException)
            {
                var committed = trial.CommittedBeforeTheCrash == id;
                await trial.RecoverAsync();
                if (committed)
                    return onceCommitted;
            }
            finally
            {
                if (Interlocked.Decrement(ref _calls) == 0)
                    Calling = null;
            }
        }
    }
}
