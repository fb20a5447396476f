using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>How a listener receives messages. The defaults are those of the official Functions host.</summary>
public sealed record ListenOptions
{
    /// <summary>How many messages are handled at once. Ignored for batches and sessions.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How many sessions are handled at once, each one's messages in order; null without sessions.</summary>
    public int? MaxConcurrentSessions { get; init; }

    /// <summary>The maximum size of a batch, with one batch at a time (per session); null delivers messages singly.</summary>
    public int? MaxBatchSize { get; init; }

    /// <summary>Whether a message is completed when its handler returns.</summary>
    public bool AutoComplete { get; init; } = true;

    public ServiceBusReceiveMode ReceiveMode { get; init; } = ServiceBusReceiveMode.PeekLock;

    /// <summary>How long the lock of a message being handled, or of its session, is renewed. Locks of batches are not.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session without messages is kept; null releases it at once.</summary>
    public TimeSpan? SessionIdleTimeout { get; init; }
}
