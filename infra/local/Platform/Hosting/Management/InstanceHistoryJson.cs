using System.Text.Json.Nodes;
using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Hosting.Management;

/// <summary>A history as the management API returns it: the events under their official names, each result with the function and the
/// time it was scheduled.</summary>
internal static class InstanceHistoryJson
{
    public static JsonArray Of(IEnumerable<HistoryEvent> history, bool showOutput, bool showInput)
    {
        var events = new JsonArray();
        var scheduled = new Dictionary<int, (string? Name, DateTime At)>();
        var now = default(DateTime);
        foreach (var e in history)
        {
            switch (e.Kind)
            {
                case HistoryKind.TurnStarted:
                    now = e.Time;
                    break;
                case HistoryKind.TaskScheduled or HistoryKind.SubOrchestrationCreated or HistoryKind.TimerCreated:
                    scheduled[e.Seq] = (e.Name, now);
                    break;
                case var kind when Name(kind) is { } type:
                    events.Add(Shown(e, type, now, scheduled, showOutput, showInput));
                    break;
            }
        }

        return events;
    }

    private static JsonObject Shown(
        HistoryEvent e,
        string type,
        DateTime now,
        Dictionary<int, (string? Name, DateTime At)> scheduled,
        bool showOutput,
        bool showInput)
    {
        var shown = new JsonObject { ["EventType"] = type, ["Timestamp"] = now };
        switch (e.Kind)
        {
            case HistoryKind.ExecutionStarted:
                shown["FunctionName"] = e.Name;
                if (showInput)
                    shown["Input"] = InstanceJson.Node(e.Data);
                break;
            case HistoryKind.ExecutionCompleted:
                shown["OrchestrationStatus"] = e.Failure is null ? "Completed" : "Failed";
                if (showOutput)
                    shown["Result"] = e.Failure is null ? InstanceJson.Node(e.Data) : e.Failure.Message;
                break;
            case HistoryKind.EventRaised:
                shown["Name"] = e.Name;
                if (showInput)
                    shown["Input"] = InstanceJson.Node(e.Data);
                break;
            case HistoryKind.ExecutionTerminated or HistoryKind.ExecutionSuspended or HistoryKind.ExecutionResumed:
                shown["Reason"] = e.Data;
                break;
            default:
                if (scheduled.TryGetValue(e.Seq, out var what))
                {
                    shown["ScheduledTime"] = what.At;
                    if (what.Name is not null)
                        shown["FunctionName"] = what.Name;
                }

                if (e.Failure is { } failure)
                    shown["Reason"] = failure.Message;
                else if (showOutput && e.Kind != HistoryKind.TimerFired)
                    shown["Result"] = InstanceJson.Node(e.Data);
                break;
        }

        return shown;
    }

    private static string? Name(HistoryKind kind) =>
        kind switch
        {
            HistoryKind.ExecutionStarted
            or HistoryKind.ExecutionCompleted
            or HistoryKind.ExecutionTerminated
            or HistoryKind.ExecutionSuspended
            or HistoryKind.ExecutionResumed
            or HistoryKind.TaskCompleted
            or HistoryKind.TaskFailed
            or HistoryKind.TimerFired
            or HistoryKind.EventRaised
            or HistoryKind.EventSent => kind.ToString(),
            HistoryKind.SubOrchestrationCompleted => "SubOrchestrationInstanceCompleted",
            HistoryKind.SubOrchestrationFailed => "SubOrchestrationInstanceFailed",
            _ => null,
        };
}
