namespace ChatPay.Local.Durable.History;

/// <summary>One entry of an instance's history, and the form of every message to an instance.</summary>
public sealed record HistoryEvent
{
    public required HistoryKind Kind { get; init; }

    /// <summary>The number of the decision that this is, or that this answers.</summary>
    public int Seq { get; init; }

    /// <summary>The orchestrator, activity or event.</summary>
    public string? Name { get; init; }

    /// <summary>Input, result, payload, output or reason, as text.</summary>
    public string? Data { get; init; }

    /// <summary>UTC ticks: when the turn began, when the timer is due, or the earliest start.</summary>
    public long At { get; init; }

    /// <summary>The other instance: a child, or where an event goes.</summary>
    public string? Instance { get; init; }

    /// <summary>The execution a message is meant for; any when null.</summary>
    public string? Execution { get; init; }

    public Failure? Failure { get; init; }

    public ParentLink? Parent { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string? Version { get; init; }

    /// <summary>Of a termination: children too. Of a timer: cancelled in the turn that made it.</summary>
    public bool Flag { get; init; }

    public DateTime Time => new(At, DateTimeKind.Utc);

    public override string ToString() => Name is null ? $"{Kind} #{Seq}" : $"{Kind} '{Name}' #{Seq}";
}
