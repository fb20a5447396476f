using ChatPay.Local.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Durable.Replay;

/// <summary>What the orchestrator sees. It turns calls into numbered decisions; <see cref="Replayer"/> matches those with history.</summary>
internal sealed class OrchestratorContext(
    string instanceId, HistoryEvent start, DurableEngineOptions options, ReplayThread thread, Decisions decisions, EventWaits events)
    : TaskOrchestrationContext
{
    /// <summary>16 KiB of UTF-16.</summary>
    private const int LongestCustomStatus = 8 * 1024;

    private static readonly IReadOnlyDictionary<string, object?> NoProperties = new Dictionary<string, object?>();

    private int _guids;

    public override TaskName Name => start.Name!;

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent { get; } =
        start.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.Id) : null;

    public override string Version => start.Version ?? string.Empty;

    public override IReadOnlyDictionary<string, object?> Properties => NoProperties;

    public override TaskOrchestrationEntityFeature Entities =>
        throw new NotSupportedException("The local platform has no durable entities.");

    public override DateTime CurrentUtcDateTime => Now;

    public override bool IsReplaying => Replaying;

    public DateTime Now { get; set; }

    public bool Replaying { get; set; }

    public string? CustomStatus { get; private set; }

    public Restart? Restart { get; private set; }

    protected override ILoggerFactory LoggerFactory => options.LoggerFactory;

    public override T? GetInput<T>()
        where T : default => Read<T>(start.Data);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        thread.Check();
        if (input is TaskOptions && options is null)
            throw new ArgumentException("The options of the call were given as the activity's input.", nameof(input));

        var data = DataOf(HistoryKind.TaskScheduled, name.Name, input, options);
        var seq = 0;
        var outcome = await Retries.Run(this, options?.Retry, () => decisions.Add(
            new HistoryEvent { Kind = HistoryKind.TaskScheduled, Name = name.Name, Data = data }, out seq));
        return End<TResult>(name, seq, outcome);
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        thread.Check();
        var child = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        InstanceIds.Check(child);
        var data = DataOf(HistoryKind.SubOrchestrationCreated, orchestratorName.Name, input, options);
        var version = options?.Version?.Version;
        var seq = 0;
        var outcome = await Retries.Run(this, options?.Retry, () => decisions.Add(
            new HistoryEvent
            {
                Kind = HistoryKind.SubOrchestrationCreated,
                Name = orchestratorName.Name,
                Data = data,
                Instance = child,
                Version = version,
                Tags = options?.Tags is { Count: > 0 } tags ? new Dictionary<string, string>(tags) : null,
            },
            out seq));
        return End<TResult>(orchestratorName, seq, outcome);
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        thread.Check();
        var due = fireAt.ToUniversalTime();
        while (due - Now > options.MaximumTimerInterval && !cancellationToken.IsCancellationRequested)
            await decisions.AddTimer(Now + options.MaximumTimerInterval, cancellationToken);
        await decisions.AddTimer(due, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        thread.Check();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return events.Begin(eventName, data => Read<T>(data)!, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        thread.Check();
        InstanceIds.Check(instanceId);
        decisions.Add(new HistoryEvent { Kind = HistoryKind.EventSent, Name = eventName, Instance = instanceId, Data = Write(payload) });
    }

    /// <exception cref="ArgumentException">The status is longer than 16 KiB.</exception>
    public override void SetCustomStatus(object? customStatus)
    {
        thread.Check();
        var text = Write(customStatus);
        if (text?.Length > LongestCustomStatus)
            throw new ArgumentException("The custom status is longer than 16 KiB as UTF-16 text.", nameof(customStatus));
        CustomStatus = text;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        thread.Check();
        Restart = new Restart(Write(newInput), preserveUnprocessedEvents, start.Version);
    }

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
        if (!string.IsNullOrWhiteSpace(options.NewVersion))
            Restart = Restart! with { Version = options.NewVersion };
    }

    public override Guid NewGuid()
    {
        thread.Check();
        return DeterministicGuid.Create(instanceId, Now, _guids++);
    }

    public string? Write(object? value) => options.Converter.Serialize(value);

    private T? Read<T>(string? data) => options.Converter.Deserialize<T>(data);

    // Only what history has not is written: but for tries to come, which may be new when the first is not.
    private string? DataOf(HistoryKind kind, string name, object? input, TaskOptions? options) =>
        options?.Retry is null && decisions.IsRecorded(kind, name) ? null : Write(input);

    private TResult End<TResult>(TaskName name, int seq, Outcome outcome) => outcome.Failure is { } failure
        ? throw new TaskFailedException(name, seq, failure.Details())
        : Read<TResult>(outcome.Result)!;
}
