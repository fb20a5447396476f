using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Replay;

/// <summary>What a turn has come to: decisions to carry out, and whether it was the last one.</summary>
internal sealed record ReplayResult(
    IReadOnlyList<HistoryEvent> Decisions, IReadOnlyList<TimerRow> CancelledTimers, string? CustomStatus)
{
    /// <summary>Completed or Failed; null while it goes on.</summary>
    public OrchestrationRuntimeStatus? End { get; init; }

    public string? Output { get; init; }

    public Failure? Failure { get; init; }

    public Restart? Restart { get; init; }

    /// <summary>Events the next execution gets.</summary>
    public IReadOnlyList<(string Name, string? Data)> Unclaimed { get; init; } = [];
}
