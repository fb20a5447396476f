namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>The link credit of a receiver: how many messages it still accepts.</summary>
internal sealed class LinkCredit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _given = new(0, 1);
    private CancellationTokenSource _wanted = new();
    private uint _credit;
    private bool _disposed;

    /// <summary>Waits until there is credit.</summary>
    public Task GivenAsync(CancellationToken cancellationToken) => _given.WaitAsync(cancellationToken);

    public void Add(uint credit)
    {
        lock (_gate)
        {
            _credit = credit > uint.MaxValue - _credit ? uint.MaxValue : _credit + credit;
            if (!_disposed && _credit > 0 && _given.CurrentCount == 0)
                _given.Release();
        }
    }

    /// <summary>Drains the link: sets the credit to zero, and cancels receives that wait for messages.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            _credit = 0;
            if (!_disposed)
                _wanted.Cancel();
        }
    }

    /// <summary>The current credit, and a token that is cancelled when it is drained.</summary>
    public (uint Credit, CancellationToken Wanted) Look()
    {
        lock (_gate)
        {
            if (_wanted.IsCancellationRequested && _credit > 0)
            {
                _wanted.Dispose();
                _wanted = new CancellationTokenSource();
            }

            return (_credit, _wanted.Token);
        }
    }

    /// <summary>Sends as many messages as there is credit for, or all of them, without letting the receiver drain its credit
    /// meanwhile.</summary>
    /// <returns>The number of messages sent.</returns>
    public int Use(int count, bool all, Action<int> send)
    {
        lock (_gate)
        {
            var most = all ? count : (int)Math.Min((uint)count, _credit);
            for (var i = 0; i < most; i++)
                send(i);
            _credit -= Math.Min(_credit, (uint)most);
            return most;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _credit = 0;
            _wanted.Dispose();
            _given.Dispose();
        }
    }
}
