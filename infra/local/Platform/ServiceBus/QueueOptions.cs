namespace ChatPay.Local.ServiceBus;

/// <summary>How a queue or a subscription treats its messages. The defaults are Azure's.</summary>
public sealed record QueueOptions
{
    /// <summary>How long a received message, or an accepted session, stays locked.</summary>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The number of deliveries without completion after which a message is dead-lettered.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>The maximum lifetime of a message; a message's own time to live applies when it is shorter.</summary>
    public TimeSpan DefaultMessageTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether an expired message is dead-lettered instead of dropped.</summary>
    public bool DeadLetteringOnMessageExpiration { get; init; }

    /// <summary>How long a message with a known id is accepted and dropped; null turns that off. For queues only: a subscription
    /// relies on its topic.</summary>
    public TimeSpan? DuplicateDetectionWindow { get; init; }

    /// <summary>Whether messages are received by session, in order within each. Cannot be changed later.</summary>
    public bool RequiresSession { get; init; }
}
