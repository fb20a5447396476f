namespace ChatPay.Local.Durable.Faults;

/// <summary>The kind of a message to an instance.</summary>
public enum DurableMessageKind
{
    /// <summary>A start by a client or a parent.</summary>
    Start,

    /// <summary>An external event, from a client or another orchestration.</summary>
    Event,

    /// <summary>The result of an activity, or its failure.</summary>
    ActivityResult,

    /// <summary>A durable timer has fired.</summary>
    Timer,

    /// <summary>The result of a sub-orchestration, or its failure.</summary>
    SubOrchestrationResult,

    /// <summary>A suspend, resume or terminate request.</summary>
    Management,
}
