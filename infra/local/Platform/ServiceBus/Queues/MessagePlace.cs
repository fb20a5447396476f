namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>Where a message is in its queue.</summary>
internal enum MessagePlace
{
    /// <summary>Being written, moved or removed: nobody else may take it.</summary>
    InHand,

    /// <summary>Waiting for its scheduled time.</summary>
    Scheduled,

    /// <summary>Available to receivers.</summary>
    Ready,

    /// <summary>Received but not settled.</summary>
    Locked,

    /// <summary>Deferred: can be received by its sequence number only.</summary>
    Deferred,
}
