namespace ChatPay.Local.Durable.Faults;

/// <summary>A delayed message: it is delivered when released, or at the latest after its lateness, in real time.</summary>
internal sealed class HeldMessage : IDisposable
{
    private readonly IDisposable _work;
    private readonly Action _deliver;
    private readonly TimeSpan _lateness;
    private readonly Timer _timer;
    private int _released;

    /// <param name="work">Keeps the engine from counting as idle until the message is delivered.</param>
    /// <param name="deliver">Delivers the message.</param>
    /// <param name="lateness">The longest time it waits.</param>
    public HeldMessage(IDisposable work, Action deliver, TimeSpan lateness)
    {
        _work = work;
        _deliver = deliver;
        _lateness = lateness;
        _timer = new Timer(_ => Release(), null, Timeout.Infinite, Timeout.Infinite);
    }

    public void Start() => _timer.Change(_lateness, Timeout.InfiniteTimeSpan);

    public void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 1)
            return;
        _deliver();
        Dispose();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _work.Dispose();
    }
}
