using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Turns;

/// <summary>What a turn changes, the instance after it, and what to tell the senders once it is on disk.</summary>
internal sealed record TurnResult(WorkItem Item, InstanceRow? Row, IReadOnlyList<Action> Answers)
{
    /// <summary>What the next turn needs, once this one is on disk; null when it must load that.</summary>
    public InstanceState? Next { get; init; }

    /// <summary>It goes on, and nothing that the engine knows of will wake it.</summary>
    public bool HasNothingOpen { get; init; }
}
