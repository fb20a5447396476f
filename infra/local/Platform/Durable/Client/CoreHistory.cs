using ChatPay.Local.Durable.History;
using DurableTask.Core;
using DurableTask.Core.History;
using CoreEvent = DurableTask.Core.History.HistoryEvent;
using HistoryEvent = ChatPay.Local.Durable.History.HistoryEvent;

namespace ChatPay.Local.Durable.Client;

/// <summary>Converts a history to the official client's types.</summary>
internal static class CoreHistory
{
    /// <param name="history">The history of an execution, turn by turn.</param>
    /// <param name="id">The instance id.</param>
    /// <param name="status">The status of the instance.</param>
    public static List<CoreEvent> Of(IReadOnlyList<HistoryEvent> history, string id, OrchestrationStatus status)
    {
        var events = new List<CoreEvent>(history.Count);
        var now = DateTime.MinValue;
        foreach (var entry in history)
        {
            now = entry.Kind == HistoryKind.TurnStarted ? entry.Time : now;
            if (Of(entry, id, status) is not { } e)
                continue;
            e.Timestamp = now;
            events.Add(e);
        }

        return events;
    }

    /// <summary>Converts a failure to Durable Task Core's type.</summary>
    public static FailureDetails Of(Failure failure) =>
        new(failure.Type, failure.Message, failure.Stack, failure.Inner is { } inner ? Of(inner) : null, failure.Final);

    private static CoreEvent? Of(HistoryEvent e, string id, OrchestrationStatus status) => e.Kind switch
    {
        HistoryKind.TurnStarted => new OrchestratorStartedEvent(-1),
        HistoryKind.ExecutionStarted => new ExecutionStartedEvent(-1, e.Data)
        {
            Name = e.Name,
            Version = e.Version,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = id, ExecutionId = e.Execution },
            Tags = e.Tags?.ToDictionary(),
        },
        HistoryKind.ExecutionCompleted => new ExecutionCompletedEvent(-1, e.Data, status, e.Failure is { } failure ? Of(failure) : null),
        HistoryKind.ExecutionTerminated => new ExecutionTerminatedEvent(-1, e.Data),
        HistoryKind.ExecutionSuspended => new ExecutionSuspendedEvent(-1, e.Data),
        HistoryKind.ExecutionResumed => new ExecutionResumedEvent(-1, e.Data),
        HistoryKind.TaskScheduled => new TaskScheduledEvent(e.Seq, e.Name!, e.Version, e.Data),
        HistoryKind.TaskCompleted => new TaskCompletedEvent(-1, e.Seq, e.Data),
        HistoryKind.TaskFailed => new TaskFailedEvent(-1, e.Seq, e.Failure!.Message, null, Of(e.Failure)),
        HistoryKind.TimerCreated => new TimerCreatedEvent(e.Seq, e.Time),
        HistoryKind.TimerFired => new TimerFiredEvent(-1, e.Time) { TimerId = e.Seq },
        HistoryKind.SubOrchestrationCreated => new SubOrchestrationInstanceCreatedEvent(e.Seq)
        {
            InstanceId = e.Instance,
            Name = e.Name,
            Version = e.Version,
            Input = e.Data,
        },
        HistoryKind.SubOrchestrationCompleted => new SubOrchestrationInstanceCompletedEvent(-1, e.Seq, e.Data),
        HistoryKind.SubOrchestrationFailed => new SubOrchestrationInstanceFailedEvent(-1, e.Seq, e.Failure!.Message, null, Of(e.Failure)),
        HistoryKind.EventRaised => new EventRaisedEvent(-1, e.Data) { Name = e.Name },
        HistoryKind.EventSent => new EventSentEvent(e.Seq) { InstanceId = e.Instance, Name = e.Name, Input = e.Data },
        _ => null,
    };
}
