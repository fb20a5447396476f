namespace ChatPay.Local.Durable.History;

/// <summary>An entry of an instance's history. Every message to an instance has this form, too.</summary>
public sealed record HistoryEvent
{
    public required HistoryKind Kind { get; init; }

    /// <summary>The number of the decision that this event is, or is the result of.</summary>
    public int Seq { get; init; }

    /// <summary>The name of the orchestrator, activity or event.</summary>
    public string? Name { get; init; }

    /// <summary>The input, result, payload, output or reason, serialized.</summary>
    public string? Data { get; init; }

    /// <summary>UTC ticks: the start of the turn, the due time of the timer, or the earliest start.</summary>
    public long At { get; init; }

    /// <summary>The id of the other instance: a child, or the target of an event.</summary>
    public string? Instance { get; init; }

    /// <summary>The execution that a message is meant for; any when null.</summary>
    public string? Execution { get; init; }

    public Failure? Failure { get; init; }

    public ParentLink? Parent { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string? Version { get; init; }

    /// <summary>For a termination: includes the children. For a timer: cancelled in the turn that created it.</summary>
    public bool Flag { get; init; }

    public DateTime Time => new(At, DateTimeKind.Utc);

    public override string ToString() => Name is null ? $"{Kind} #{Seq}" : $"{Kind} '{Name}' #{Seq}";
}
