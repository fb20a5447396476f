namespace ChatPay.Local.Clock;

/// <summary>The active timers, by (due time, order of setting). Guarded by the clock.</summary>
internal sealed class TimerQueue
{
    private readonly SortedSet<LocalTimer> _timers = new(LocalTimer.ByDueTime);
    private long _sequence;

    /// <summary>The first due time; null when no timer is set.</summary>
    public DateTimeOffset? FirstDue => _timers.Min?.Due;

    public void Set(LocalTimer timer, DateTimeOffset now, TimeSpan dueTime)
    {
        timer.Due = dueTime > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + dueTime;
        timer.Sequence = ++_sequence;
        _timers.Add(timer);
    }

    public void Remove(LocalTimer timer) => _timers.Remove(timer);

    /// <summary>Removes the first timer, and adds it again for its next period if it is periodic.</summary>
    /// <returns>Null when none is due by <paramref name="until"/>.</returns>
    public LocalTimer? TakeDue(DateTimeOffset until, out DateTimeOffset due)
    {
        due = default;
        if (_timers.Min is not { } timer || timer.Due > until)
            return null;

        due = timer.Due;
        _timers.Remove(timer);
        if (timer.Period > TimeSpan.Zero)
        {
            timer.Due += timer.Period;
            timer.Sequence = ++_sequence;
            _timers.Add(timer);
        }

        return timer;
    }

    public void Clear() => _timers.Clear();
}
