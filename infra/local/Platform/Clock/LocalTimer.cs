namespace ChatPay.Local.Clock;

/// <summary>A timer of <see cref="LocalClock"/>. While it is set, the work that set it counts as waiting for the clock.</summary>
internal sealed class LocalTimer(LocalClock clock, TimerCallback callback, object? state) : ITimer
{
    public static readonly IComparer<LocalTimer> ByDueTime = Comparer<LocalTimer>.Create(
        (a, b) => a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Sequence.CompareTo(b.Sequence));

    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private IDisposable? _waiting;
    private volatile bool _disposed;

    public DateTimeOffset Due { get; set; }

    public long Sequence { get; set; }

    public TimeSpan Period { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
            return false;
        Waiting(dueTime == Timeout.InfiniteTimeSpan ? null : clock.Work.Waiting());
        clock.Schedule(this, dueTime, period);
        return true;
    }

    public void Fire()
    {
        if (Period <= TimeSpan.Zero)
            Waiting(null);

        try
        {
            if (_context is null)
                callback(state);
            else
                ExecutionContext.Run(_context, s => callback(s), state);
        }
#pragma warning disable CA1031 // On a pool thread it would end the process, and during an advance skip the other timers.
        catch (Exception e)
#pragma warning restore CA1031
        {
            clock.Report($"A timer's callback failed: {e}");
        }
    }

    public void Dispose()
    {
        _disposed = true;
        clock.Remove(this);
        Waiting(null);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Waiting(IDisposable? next) => Interlocked.Exchange(ref _waiting, next)?.Dispose();
}
