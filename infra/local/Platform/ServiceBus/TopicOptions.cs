namespace ChatPay.Local.ServiceBus;

/// <summary>What a topic does with its messages. The defaults are those of one made in Azure.</summary>
public sealed record TopicOptions
{
    /// <summary>The longest a message may stay in any subscription.</summary>
    public TimeSpan DefaultMessageTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>For how long a second message with the same id is accepted and dropped; null when it is not.</summary>
    public TimeSpan? DuplicateDetectionWindow { get; init; }

    internal QueueOptions AsQueue() =>
        new() { DefaultMessageTimeToLive = DefaultMessageTimeToLive, DuplicateDetectionWindow = DuplicateDetectionWindow };
}
