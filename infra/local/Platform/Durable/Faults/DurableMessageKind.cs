namespace ChatPay.Local.Durable.Faults;

/// <summary>What a message to an instance is.</summary>
public enum DurableMessageKind
{
    /// <summary>A client or a parent starts it.</summary>
    Start,

    /// <summary>An external event, from a client or another orchestration.</summary>
    Event,

    /// <summary>An activity has ended, well or not.</summary>
    ActivityResult,

    /// <summary>A timer is due.</summary>
    Timer,

    /// <summary>A sub-orchestration has ended, well or not.</summary>
    SubOrchestrationResult,

    /// <summary>It is to be suspended, resumed or terminated.</summary>
    Management,
}
