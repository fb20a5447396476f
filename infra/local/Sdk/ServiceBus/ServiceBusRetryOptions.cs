namespace Azure.Messaging.ServiceBus;

/// <summary>How often and how long an operation is tried. The local bus never loses a connection, so that only
/// <see cref="TryTimeout"/> matters: it is how long a receive waits when it is not told.</summary>
public class ServiceBusRetryOptions
{
    private TimeSpan _tryTimeout = TimeSpan.FromMinutes(1);

    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.8);

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(1);

    public int MaxRetries { get; set; } = 3;

    public ServiceBusRetryMode Mode { get; set; } = ServiceBusRetryMode.Exponential;

    /// <exception cref="ArgumentException">It is not positive.</exception>
    public TimeSpan TryTimeout
    {
        get => _tryTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(TryTimeout));
            _tryTimeout = value;
        }
    }
}
