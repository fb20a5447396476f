using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using CoreEvent = DurableTask.Core.History.HistoryEvent;

namespace ChatPay.Local.Durable.Client;

/// <summary>The rarely used operations: restart, history, and listing the ids of finished instances.</summary>
internal sealed partial class LocalDurableTaskClient
{
    public override DurableEntityClient Entities =>
        throw new NotSupportedException("The local platform has no durable entities: keep the state in a table, or in an orchestration.");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">The instance is to keep its id, and has not ended.</exception>
    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        var row = Existing(instanceId);
        if (!restartWithNewInstanceId && !row.Finished)
        {
            throw new InvalidOperationException(
                $"An orchestration with the instanceId {instanceId} cannot be restarted: it is {row.Status}. Terminate it first, or ask "
                    + "for a new instance id.");
        }

        var version = engine.History(instanceId).FirstOrDefault(e => e.Kind == HistoryKind.ExecutionStarted)?.Version;
        return await StartAsync(
            restartWithNewInstanceId ? NewId() : instanceId,
            row.Name, row.Input, default, version, row.Tags, dedupe: null, cancellation);
    }

    /// <exception cref="NotSupportedException">Always: this engine never rewrites a history.</exception>
    public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) =>
        throw new NotSupportedException(
            "The local platform does not rewind a failed orchestration: mend what failed, and call RestartAsync.");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public override Task<IList<CoreEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        var row = Existing(instanceId);
        return Task.FromResult<IList<CoreEvent>>(CoreHistory.Of(engine.History(instanceId), instanceId, (OrchestrationStatus)row.Status));
    }

    /// <inheritdoc/>
    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageSize);
        var query = new OrchestrationQuery(Statuses: runtimeStatus);
        var ids = new List<string>();
        var after = lastInstanceKey;
        while (ids.Count <= pageSize && store.List(query, after, pageSize) is { Count: > 0 } rows)
        {
            cancellation.ThrowIfCancellationRequested();
            ids.AddRange(
                rows.Where(r =>
                        r.Finished
                        && r.Updated >= (completedTimeFrom ?? default)
                        && r.Updated <= (completedTimeTo ?? DateTimeOffset.MaxValue))
                    .Select(r => r.Id));
            after = rows[^1].Id;
        }

        var more = ids.Count > pageSize;
        return Task.FromResult(new Page<string>([.. ids.Take(pageSize)], more ? ids[pageSize - 1] : null));
    }

    private InstanceRow Existing(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return store.Find(instanceId)
            ?? throw new ArgumentException($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId));
    }
}
