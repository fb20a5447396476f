namespace ChatPay.Local.Journal;

/// <summary>The queue of the writer thread. Writes that arrive while it is busy are taken together.</summary>
internal sealed class WriteQueue
{
    private readonly Queue<Write> _waiting = new();
    private readonly object _gate = new();
    private bool _closed;

    /// <returns>False when the queue is closed.</returns>
    public bool TryAdd(Write write)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _waiting.Enqueue(write);
            if (_waiting.Count == 1)
                Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for writes, and takes them.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(List<Write> into, int most)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed)
                Monitor.Wait(_gate);
            while (into.Count < most && _waiting.TryDequeue(out var write))
                into.Add(write);
            return into.Count > 0;
        }
    }

    /// <returns>True on the first call.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            var first = !_closed;
            _closed = true;
            Monitor.PulseAll(_gate);
            return first;
        }
    }
}
