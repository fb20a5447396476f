namespace ChatPay.Local.Durable.Faults;

/// <summary>What happens to a message in transit.</summary>
public enum MessageFate
{
    /// <summary>The message arrives.</summary>
    Deliver,

    /// <summary>This delivery is lost. A message that is on disk is delivered again, and an activity whose result is lost runs again;
    /// a client's call fails with a <see cref="TimeoutException"/> and has no effect.</summary>
    Drop,

    /// <summary>The message arrives a few real milliseconds late; later ones may arrive before it.</summary>
    Delay,

    /// <summary>The message arrives twice.</summary>
    Duplicate,

    /// <summary>The message arrives after the next one to the same instance, or late when there is none.</summary>
    Reorder,
}
