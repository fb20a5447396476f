namespace ChatPay.Local.Durable.Faults;

/// <summary>A message that is late: it arrives when it is released, and after its lateness, in real time, in any case.</summary>
internal sealed class HeldMessage : IDisposable
{
    private readonly IDisposable _work;
    private readonly Action _deliver;
    private readonly TimeSpan _lateness;
    private readonly Timer _timer;
    private int _released;

    /// <param name="work">The engine does not rest before the message has arrived.</param>
    /// <param name="deliver">Delivers it.</param>
    /// <param name="lateness">How long it waits at most.</param>
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
