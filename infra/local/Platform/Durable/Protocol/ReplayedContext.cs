using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Durable.Protocol;

/// <summary>Wraps the official context: records that the orchestrator has used it, and rejects use from another thread, as the
/// context of the Functions worker does. Input is converted to the requested type.</summary>
internal sealed class ReplayedContext(TaskOrchestrationContext inner, object? input, DataConverter converter, ILoggerFactory loggers)
    : TaskOrchestrationContext
{
    /// <summary>The official error message.</summary>
    public const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's "
        + "implementation or by middleware that invokes asynchronous code.";

    private readonly int _thread = Environment.CurrentManagedThreadId;

    public bool IsUsed { get; private set; }

    /// <summary>Whether it was used from another thread.</summary>
    public bool IsAstray { get; private set; }

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override string Version => inner.Version;

    public override IReadOnlyDictionary<string, object?> Properties => inner.Properties;

    public override TaskOrchestrationEntityFeature Entities => inner.Entities;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T GetInput<T>() => input is null ? default! : converter.Deserialize<T>(converter.Serialize(input))!;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        Used().CallActivityAsync<TResult>(name, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null) => Used().CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => Used().CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        Used().WaitForExternalEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) => Used().SendEvent(instanceId, eventName, payload);

    public override void SetCustomStatus(object? customStatus) => Used().SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        Used().ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override void ContinueAsNew(ContinueAsNewOptions options) => Used().ContinueAsNew(options);

    public override Guid NewGuid() => Used().NewGuid();

    private TaskOrchestrationContext Used()
    {
        IsUsed = true;
        if (Environment.CurrentManagedThreadId == _thread)
            return inner;
        IsAstray = true;
        throw new InvalidOperationException(IllegalAwait);
    }
}
