using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Turns;

/// <summary>The changes of a turn, the instance after it, and the answers to the senders once it is on disk.</summary>
internal sealed record TurnResult(WorkItem Item, InstanceRow? Row, IReadOnlyList<Action> Answers)
{
    /// <summary>The state for the next turn, valid once this one is on disk; null when it must be loaded.</summary>
    public InstanceState? Next { get; init; }

    /// <summary>Whether the orchestration continues with nothing open that the engine knows would wake it.</summary>
    public bool HasNothingOpen { get; init; }
}
