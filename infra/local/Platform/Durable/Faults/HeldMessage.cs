namespace ChatPay.Local.Durable;

/// <summary>A message that is late: it arrives when it is released, and after some real milliseconds in any case.</summary>
internal sealed class HeldMessage : IDisposable
{
    private const int Milliseconds = 3;

    private readonly IDisposable _work;
    private readonly Action _deliver;
    private readonly Timer _timer;
    private int _released;

    /// <param name="work">The engine does not rest before the message has arrived.</param>
    /// <param name="deliver">Delivers it.</param>
    public HeldMessage(IDisposable work, Action deliver)
    {
        _work = work;
        _deliver = deliver;
        _timer = new Timer(_ => Release(), null, Timeout.Infinite, Timeout.Infinite);
    }

    public void Start() => _timer.Change(Milliseconds, Timeout.Infinite);

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
