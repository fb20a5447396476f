namespace ChatPay.Local.Durable.Faults;

/// <summary>Where a turn can be cut off: with its changes lost, or on disk but told to nobody.</summary>
public enum CommitPoint
{
    /// <summary>Nothing of the turn is on disk.</summary>
    Before,

    /// <summary>The turn is on disk; nobody is answered, nothing dispatched.</summary>
    After,
}
