using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>How a listener is given messages. The defaults are those of the official Functions host.</summary>
public sealed record ListenOptions
{
    /// <summary>How many messages are handled at a time. Of a batch listener, and of one by sessions, this does not count.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>Messages come by sessions, so many at a time, each session's one after the other; null when they do not.</summary>
    public int? MaxConcurrentSessions { get; init; }

    /// <summary>Messages come in batches of up to this many, one batch at a time (of each session); null when one by one.</summary>
    public int? MaxBatchSize { get; init; }

    /// <summary>Whether a message is completed when its handler returns.</summary>
    public bool AutoComplete { get; init; } = true;

    public ServiceBusReceiveMode ReceiveMode { get; init; } = ServiceBusReceiveMode.PeekLock;

    /// <summary>How long the lock of a message that is being handled, or of its session, is renewed. Messages of a batch are not.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session without messages is kept; null lets it go at once.</summary>
    public TimeSpan? SessionIdleTimeout { get; init; }
}
