namespace ChatPay.Functions.Platform.Messaging;

/// <summary>A circuit breaker: rests a dependency that did not respond in time, so that not each of many calls waits for it. Local
/// to one instance, and independent of clock changes.</summary>
/// <param name="time">The source of timestamps.</param>
/// <param name="length">How long to rest.</param>
internal sealed class CallRest(TimeProvider time, TimeSpan length)
{
    private readonly Lock _gate = new();
    private long? _began;

    /// <summary>Whether calls should be skipped.</summary>
    public bool IsOn
    {
        get
        {
            lock (_gate)
                return _began is { } began && time.GetElapsedTime(began) < length;
        }
    }

    /// <summary>Records that the dependency did not respond.</summary>
    public void Begin()
    {
        lock (_gate)
            _began = time.GetTimestamp();
    }
}
