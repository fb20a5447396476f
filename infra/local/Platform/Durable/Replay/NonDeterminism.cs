using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable.Replay;

/// <summary>The orchestrator did something else than its history says.</summary>
internal sealed class NonDeterminism(HistoryEvent recorded, HistoryEvent? made) : Exception(
    $"Non-Deterministic workflow detected: a previous execution of this orchestration recorded {Describe(recorded)}, but this replay "
    + (made is null ? "has not (yet) done that" : $"made {Describe(made)} instead")
    + ". Was the orchestrator changed while this instance was running?")
{
    /// <summary>The name of the official exception, which failure details carry.</summary>
    public const string OfficialType = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";

    private static string Describe(HistoryEvent e) => e.Kind switch
    {
        HistoryKind.TaskScheduled => $"the activity '{e.Name}' with sequence number {e.Seq}",
        HistoryKind.SubOrchestrationCreated => $"the sub-orchestration '{e.Name}' with sequence number {e.Seq}",
        HistoryKind.TimerCreated => $"a timer with sequence number {e.Seq}",
        HistoryKind.EventSent => $"the sending of the event '{e.Name}' with sequence number {e.Seq}",
        _ => e.ToString(),
    };
}
