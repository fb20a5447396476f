using ChatPay.Local.Clock;

namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>Something that a queue must handle at an instant.</summary>
internal interface IDue
{
    /// <summary>The due time; <see cref="DateTimeOffset.MaxValue"/> means never. Set by <see cref="Deadlines"/>.</summary>
    DateTimeOffset Due { get; set; }

    /// <summary>Orders items that are due at the same instant; unique within a queue.</summary>
    long Order { get; }
}

/// <summary>The deadlines of a queue, by time, and the one timer for the first of them. Guarded by the queue's lock.</summary>
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
        // Detached: the queue waits for the clock, not the work that happened to declare it.
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

    /// <summary>Removes and returns the next due item; null when there is none.</summary>
    public IDue? Take()
    {
        if (_all.Min is not { } first || first.Due > _clock.GetUtcNow())
            return null;
        Set(first, DateTimeOffset.MaxValue);
        return first;
    }

    /// <summary>Sets the timer, which has fired, for the next deadline.</summary>
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
