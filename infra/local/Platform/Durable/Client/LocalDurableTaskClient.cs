using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using ChatPay.Local.Durable.Turns;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Client;

/// <summary>The client of <see cref="DurableEngine"/>. When a call returns, its effect is on disk.</summary>
internal sealed partial class LocalDurableTaskClient(DurableEngine engine, DurableStore store, DurableEngineOptions options)
    : DurableTaskClient("local")
{
    private readonly string? _defaultVersion = options.DefaultVersion;

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        return StartAsync(
            options?.InstanceId ?? NewId(),
            orchestratorName.Name,
            Write(input),
            options?.StartAt ?? default,
            options?.Version?.Version ?? _defaultVersion,
            options?.Tags,
            DedupeStatuses.Read(options?.DedupeStatuses),
            cancellation);
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return PostAsync(
            instanceId,
            new HistoryEvent { Kind = HistoryKind.EventRaised, Name = eventName, Data = Write(eventPayload) },
            null,
            cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return PostAsync(
            instanceId,
            new HistoryEvent
            {
                Kind = HistoryKind.ExecutionTerminated,
                Data = Write(options?.Output),
                Flag = options?.Recursive ?? false,
            },
            null,
            cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return PostAsync(instanceId, new HistoryEvent { Kind = HistoryKind.ExecutionSuspended, Data = reason }, null, cancellation);
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return PostAsync(instanceId, new HistoryEvent { Kind = HistoryKind.ExecutionResumed, Data = reason }, null, cancellation);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellation = default) =>
        Metadata(
            await engine.Watch.WaitAsync(instanceId, r => r.Status != OrchestrationRuntimeStatus.Pending, cancellation),
            getInputsAndOutputs);

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Metadata(await engine.Watch.WaitAsync(instanceId, r => r.Finished, cancellation), getInputsAndOutputs);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Task.FromResult(store.Find(instanceId) is { } row ? Metadata(row, getInputsAndOutputs) : null);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new InstancePages(store, filter ?? new OrchestrationQuery(), Metadata);

    /// <exception cref="RpcException">FailedPrecondition: the instance has not ended; nothing is removed.</exception>
    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (store.Find(instanceId) is { Finished: false } row)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition,
                "Only orchestrations in a terminal state can be purged, but the orchestration with instance ID "
                + $"{instanceId} has status {row.Status}"));
        }

        return new PurgeResult(await PurgeAsync(instanceId, options?.Recursive ?? false, cancellation), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var count = 0;
        await foreach (var instance in GetAllInstancesAsync(new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses)))
            count += instance.IsCompleted ? await PurgeAsync(instance.InstanceId, options?.Recursive ?? false, cancellation) : 0;
        return new PurgeResult(count, isComplete: true);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string NewId() => Turn.NewExecution();

    private async Task<string> StartAsync(
        string id,
        string name,
        string? input,
        DateTimeOffset earliest,
        string? version,
        IReadOnlyDictionary<string, string>? tags,
        IReadOnlyCollection<OrchestrationRuntimeStatus>? dedupe,
        CancellationToken cancellation)
    {
        InstanceIds.Check(id);
        var start = new HistoryEvent
        {
            Kind = HistoryKind.ExecutionStarted,
            Name = name,
            Data = input,
            At = earliest.UtcTicks,
            Execution = Turn.NewExecution(),
            Version = version,
            Tags = tags is { Count: > 0 } ? tags : null,
        };
        await PostAsync(id, start, dedupe, cancellation);
        return id;
    }

    private async Task<int> PurgeAsync(string id, bool recursive, CancellationToken cancellation)
    {
        var children = recursive
            ? engine.History(id).Where(e => e.Kind == HistoryKind.SubOrchestrationCreated).Select(e => e.Instance!).Distinct().ToList()
            : [];
        var message = new Message { Purge = true, Done = Waiting() };
        engine.Post(id, message);
        if (!await message.Done.Task.WaitAsync(cancellation))
            return 0;

        var count = 1;
        foreach (var child in children)
            count += await PurgeAsync(child, recursive, cancellation);
        return count;
    }

    private Task<bool> PostAsync(
        string id, HistoryEvent message, IReadOnlyCollection<OrchestrationRuntimeStatus>? dedupe, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var done = Waiting();
        engine.Post(id, new Message { Event = message, Dedupe = dedupe, Done = done });
        return done.Task.WaitAsync(cancellation);
    }

    private static TaskCompletionSource<bool> Waiting() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string? Write(object? value) => options.Converter.Serialize(value);

    private OrchestrationMetadata Metadata(InstanceRow row, bool all) => new(row.Name, row.Id)
    {
        RuntimeStatus = row.Status,
        CreatedAt = row.Created,
        LastUpdatedAt = row.Updated,
        Tags = row.Tags ?? new Dictionary<string, string>(),
        DataConverter = all ? options.Converter : null,
        SerializedInput = all ? row.Input : null,
        SerializedOutput = all ? row.Output : null,
        SerializedCustomStatus = all ? row.Custom : null,
        FailureDetails = all ? row.Failure?.Details() : null,
    };
}
