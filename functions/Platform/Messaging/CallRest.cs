namespace ChatPay.Functions.Platform.Messaging;

/// <summary>Leaves somebody alone for a while who did not answer in time, so that not each of many calls waits for it. It is known to one
/// instance, and moves with no clock that is set.</summary>
/// <param name="time">Whose timestamps count.</param>
/// <param name="length">How long.</param>
internal sealed class CallRest(TimeProvider time, TimeSpan length)
{
    private readonly Lock _gate = new();
    private long? _began;

    /// <summary>Whether it is to be left alone.</summary>
    public bool IsOn
    {
        get
        {
            lock (_gate)
                return _began is { } began && time.GetElapsedTime(began) < length;
        }
    }

    /// <summary>It did not answer just now.</summary>
    public void Begin()
    {
        lock (_gate)
            _began = time.GetTimestamp();
    }
}
