namespace ChatPay.Local.ServiceBus;

/// <summary>How a topic treats its messages. The defaults are Azure's.</summary>
public sealed record TopicOptions
{
    /// <summary>The maximum lifetime of a message in any subscription.</summary>
    public TimeSpan DefaultMessageTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>How long a message with a known id is accepted and dropped; null turns that off.</summary>
    public TimeSpan? DuplicateDetectionWindow { get; init; }

    internal QueueOptions AsQueue() =>
        new() { DefaultMessageTimeToLive = DefaultMessageTimeToLive, DuplicateDetectionWindow = DuplicateDetectionWindow };
}
