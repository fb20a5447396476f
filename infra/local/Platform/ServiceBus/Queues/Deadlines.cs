using ChatPay.Local.Clock;

namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>Something that a queue must look after at an instant.</summary>
internal interface IDue
{
    /// <summary>When; <see cref="DateTimeOffset.MaxValue"/> is never. Set by <see cref="Deadlines"/>.</summary>
    DateTimeOffset Due { get; set; }

    /// <summary>Tells apart what is due at the same instant; no two in a queue have the same.</summary>
    long Order { get; }
}

/// <summary>What a queue has to look after, by time, and the one timer that wakes it. Guarded by the queue's lock.</summary>
internal sealed class Deadlines : IDisposable
{
    private static readonly IComparer<IDue> ByTime =
        Comparer<IDue>.Create((a, b) => a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Order.CompareTo(b.Order));

    private readonly SortedSet<IDue> _all = new(ByTime);
    private readonly LocalClock _clock;
    private ITimer? _timer;
    private DateTimeOffset _armed = DateTimeOffset.MaxValue;
    private bool _disposed;

    public Deadlines(LocalClock clock, Action fired)
    {
        _clock = clock;
        // Detached: the queue waits for the clock, not the work in which it happened to be declared.
        clock.Work.Detach(() => _timer = clock.CreateTimer(_ => fired(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    public void Set(IDue item, DateTimeOffset due)
    {
        if (item.Due != DateTimeOffset.MaxValue)
            _all.Remove(item);
        item.Due = due;
        if (due != DateTimeOffset.MaxValue)
            _all.Add(item);
        Arm();
    }

    /// <summary>The next that is due by now, which then is due no more; null when there is none.</summary>
    public IDue? Take()
    {
        if (_all.Min is not { } first || first.Due > _clock.GetUtcNow())
            return null;
        Set(first, DateTimeOffset.MaxValue);
        return first;
    }

    /// <summary>The timer is over and must be set again for what is next.</summary>
    public void Rearm()
    {
        _armed = DateTimeOffset.MaxValue;
        Arm();
    }

    public void Dispose()
    {
        _disposed = true;
        _timer?.Dispose();
    }

    private void Arm()
    {
        var next = _all.Min?.Due ?? DateTimeOffset.MaxValue;
        if (next == _armed || _disposed)
            return;

        _armed = next;
        var wait = next - _clock.GetUtcNow();
        var due = next == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        _clock.Work.Detach(() => _timer!.Change(due, Timeout.InfiniteTimeSpan));
    }
}
