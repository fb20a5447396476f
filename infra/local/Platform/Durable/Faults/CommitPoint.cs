namespace ChatPay.Local.Durable.Faults;

/// <summary>Where a crash can interrupt a turn: with its changes lost, or on disk but not yet announced.</summary>
public enum CommitPoint
{
    /// <summary>Nothing of the turn is on disk.</summary>
    Before,

    /// <summary>The turn is on disk; no sender has been answered, nothing dispatched.</summary>
    After,
}
