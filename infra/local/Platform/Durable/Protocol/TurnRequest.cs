using ChatPay.Local.Durable.History;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using HistoryEvent = ChatPay.Local.Durable.History.HistoryEvent;
using WireEvent = Microsoft.DurableTask.Protobuf.HistoryEvent;

namespace ChatPay.Local.Durable.Protocol;

/// <summary>Builds the request for a turn that a Durable Task worker receives.</summary>
public static class TurnRequest
{
    /// <param name="id">The instance id.</param>
    /// <param name="execution">The execution id.</param>
    /// <param name="past">The history, turn by turn, each beginning with <see cref="HistoryKind.TurnStarted"/>.</param>
    /// <param name="incoming">The new events, beginning likewise.</param>
    public static OrchestratorRequest For(string id, string execution, List<HistoryEvent> past, List<HistoryEvent> incoming)
    {
        var request = new OrchestratorRequest
        {
            InstanceId = id,
            ExecutionId = execution,

            // The worker reads this even without entities.
            EntityParameters = new OrchestratorEntityParameters { EntityMessageReorderWindow = new Duration() },
        };
        Add(request.PastEvents, past, id);
        Add(request.NewEvents, incoming, id);
        return request;
    }

    private static void Add(ICollection<WireEvent> to, List<HistoryEvent> events, string id)
    {
        var time = new Timestamp();
        foreach (var entry in events)
        {
            if (entry.Kind == HistoryKind.TurnStarted)
                time = At(entry);
            if (Event(entry, id) is not { } e)
                continue;
            e.Timestamp = time;
            to.Add(e);
        }
    }

    private static Timestamp At(HistoryEvent e) => Timestamp.FromDateTime(e.Time);

    // Inputs of past decisions are left out: replay compares kinds, names and numbers.
    private static WireEvent? Event(HistoryEvent e, string id) =>
        e.Kind switch
        {
            HistoryKind.TurnStarted => new() { EventId = -1, OrchestratorStarted = new() },
            HistoryKind.ExecutionStarted => new() { EventId = -1, ExecutionStarted = Started(e, id) },
            HistoryKind.ExecutionSuspended => new()
            {
                EventId = -1,
                ExecutionSuspended = new() { Input = e.Data },
            },
            HistoryKind.ExecutionResumed => new()
            {
                EventId = -1,
                ExecutionResumed = new() { Input = e.Data },
            },
            HistoryKind.TaskScheduled => new()
            {
                EventId = e.Seq,
                TaskScheduled = new() { Name = e.Name },
            },
            HistoryKind.TaskCompleted => new()
            {
                EventId = -1,
                TaskCompleted = new() { TaskScheduledId = e.Seq, Result = e.Data },
            },
            HistoryKind.TaskFailed => new()
            {
                EventId = -1,
                TaskFailed = new() { TaskScheduledId = e.Seq, FailureDetails = WireFailures.ToWire(e.Failure!) },
            },
            HistoryKind.TimerCreated => new()
            {
                EventId = e.Seq,
                TimerCreated = new() { FireAt = At(e) },
            },
            HistoryKind.TimerFired => new()
            {
                EventId = -1,
                TimerFired = new() { TimerId = e.Seq, FireAt = At(e) },
            },
            HistoryKind.SubOrchestrationCreated => new()
            {
                EventId = e.Seq,
                SubOrchestrationInstanceCreated = new()
                {
                    InstanceId = e.Instance,
                    Name = e.Name,
                    Version = e.Version,
                },
            },
            HistoryKind.SubOrchestrationCompleted => new()
            {
                EventId = -1,
                SubOrchestrationInstanceCompleted = new() { TaskScheduledId = e.Seq, Result = e.Data },
            },
            HistoryKind.SubOrchestrationFailed => new()
            {
                EventId = -1,
                SubOrchestrationInstanceFailed = new() { TaskScheduledId = e.Seq, FailureDetails = WireFailures.ToWire(e.Failure!) },
            },
            HistoryKind.EventRaised => new()
            {
                EventId = -1,
                EventRaised = new() { Name = e.Name, Input = e.Data },
            },
            HistoryKind.EventSent => new()
            {
                EventId = e.Seq,
                EventSent = new()
                {
                    InstanceId = e.Instance,
                    Name = e.Name,
                    Input = e.Data,
                },
            },
            _ => null,
        };

    private static ExecutionStartedEvent Started(HistoryEvent e, string id)
    {
        var started = new ExecutionStartedEvent
        {
            Name = e.Name,
            Version = e.Version,
            Input = e.Data,
            OrchestrationInstance = new() { InstanceId = id, ExecutionId = e.Execution },
        };
        if (e.Parent is { } parent)
        {
            started.ParentInstance = new()
            {
                TaskScheduledId = parent.Seq,
                Name = parent.Name,
                OrchestrationInstance = new() { InstanceId = parent.Id, ExecutionId = parent.Execution },
            };
        }

        foreach (var (name, value) in e.Tags ?? new Dictionary<string, string>())
            started.Tags[name] = value;
        return started;
    }
}
