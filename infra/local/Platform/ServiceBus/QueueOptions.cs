namespace ChatPay.Local.ServiceBus;

/// <summary>What a queue or a subscription does with its messages. The defaults are those of one made in Azure.</summary>
public sealed record QueueOptions
{
    /// <summary>How long a received message, or an accepted session, stays locked.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After so many deliveries that were not completed, a message is dead-lettered.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>The longest a message may stay; a message's own time to live counts when it is shorter.</summary>
    public TimeSpan DefaultMessageTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether an expired message is dead-lettered, and not just dropped.</summary>
    public bool DeadLetteringOnMessageExpiration { get; init; }

    /// <summary>For how long a second message with the same id is accepted and dropped; null when it is not. Of queues only:
    /// for a subscription its topic looks after that.</summary>
    public TimeSpan? DuplicateDetectionWindow { get; init; }

    /// <summary>Messages are received by sessions, in order within each. Cannot be changed afterwards.</summary>
    public bool RequiresSession { get; init; }
}
