namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>Where a message is in its queue.</summary>
internal enum MessagePlace
{
    /// <summary>Being written, moved or removed: nobody else may have it.</summary>
    InHand,

    /// <summary>Waits for its time.</summary>
    Scheduled,

    /// <summary>Can be received.</summary>
    Ready,

    /// <summary>Received and not settled yet.</summary>
    Locked,

    /// <summary>Put aside, to be received by its number only.</summary>
    Deferred,
}
