namespace ChatPay.Local.Durable.Faults;

/// <summary>What becomes of a message on its way.</summary>
public enum MessageFate
{
    /// <summary>It arrives.</summary>
    Deliver,

    /// <summary>This delivery is lost. What the engine keeps on disk is delivered once more, and an activity whose result is lost runs
    /// again; the call of a client fails with a <see cref="TimeoutException"/> and has no effect.</summary>
    Drop,

    /// <summary>It arrives some real milliseconds late; what comes after it may be there before.</summary>
    Delay,

    /// <summary>It arrives twice.</summary>
    Duplicate,

    /// <summary>It arrives after the next message to the same instance, or late when there is none.</summary>
    Reorder,
}
