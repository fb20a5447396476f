using System.Text.Json;
using System.Text.Json.Serialization;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Protocol;
using Microsoft.DurableTask;

namespace ChatPay.Functions.Tests.Orders.Histories;

/// <summary>Reads a recorded history, a file with one event per line, and replays it with the current orchestrators.</summary>
internal static class RecordedHistory
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The folder of the histories: a folder per version of the logic, a file per story.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Orders", "Histories");

    public static void Write(string file, IEnumerable<HistoryEvent> history)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, history.Select(e => JsonSerializer.Serialize(e, Json)));
    }

    public static List<HistoryEvent> Read(string file) =>
        [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<HistoryEvent>(line, Json)!)];

    /// <summary>Replays a history turn by turn, as if each had been the last before a deployment.</summary>
    /// <returns>A description of the first turn in which the current logic decides differently; null when there is none.</returns>
    public static string? FindDifference(
        string instanceId,
        List<HistoryEvent> history,
        Func<TaskOrchestrationContext, Task<object?>> orchestrator)
    {
        List<HistoryEvent> past = [];
        foreach (var turn in Turns(history))
        {
            var incoming = turn.FindAll(e => !IsDecision(e) && e.Kind != HistoryKind.ExecutionCompleted);
            var result = TurnOutcome.Of(
                OrchestratorReplay.Default.Run(TurnRequest.For(instanceId, "execution-1", past, incoming), orchestrator));
            if (result.Failure is { } failure)
                return $"At {past.Count} events: {failure.Message}";
            var (then, now) = (Names(turn.Where(IsDecision)), Names(result.Decisions));
            if (then != now)
                return $"At {past.Count} events, {then} was decided then, and {now} now.";
            if (result.Restart is not null || turn.Exists(e => e.Kind == HistoryKind.ExecutionCompleted) != result.End is not null)
                return $"At {past.Count} events it ends where it did not, or goes on where it ended.";
            past.AddRange(turn);
        }

        return null;
    }

    private static IEnumerable<List<HistoryEvent>> Turns(List<HistoryEvent> history)
    {
        for (var from = 0; from < history.Count;)
        {
            var next = history.FindIndex(from + 1, e => e.Kind == HistoryKind.TurnStarted);
            var end = next < 0 ? history.Count : next;
            yield return history[from..end];
            from = end;
        }
    }

    private static bool IsDecision(HistoryEvent e) => e.Kind is HistoryKind.TaskScheduled or HistoryKind.TimerCreated;

    private static string Names(IEnumerable<HistoryEvent> decisions) =>
        string.Join(", ", decisions.Select(d => d.ToString()).DefaultIfEmpty("nothing"));
}
