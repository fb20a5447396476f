using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Turns;

/// <summary>The next timers, by due time. All timers up to the window's end are in it (or are firing); later ones are on disk only,
/// and are read when the window is empty.</summary>
/// <param name="read">Reads the next timers on disk after a given one, up to a count.</param>
/// <param name="page">How many timers to read at a time.</param>
internal sealed class TimerWindow(Func<TimerRow?, int, List<TimerRow>> read, int page = 1024)
{
    private readonly SortedSet<TimerRow> _timers = new(TimerRow.ByDueTime);
    private readonly SortedSet<TimerRow> _firing = new(TimerRow.ByDueTime);
    private TimerRow? _end;
    private bool _whole;

    /// <summary>When the first timer is due, in UTC ticks; <see cref="long.MaxValue"/> when there is none.</summary>
    public long FirstDue
    {
        get
        {
            while (_timers.Count == 0 && !_whole)
                Fill();
            return _timers.Count == 0 ? long.MaxValue : _timers.Min.Due;
        }
    }

    /// <summary>Adds timers that are now on disk.</summary>
    public void Add(IReadOnlyList<TimerRow> timers)
    {
        foreach (var timer in timers)
        {
            if ((_whole || Within(timer)) && !_firing.Contains(timer))
                _timers.Add(timer);
        }

        if (_timers.Count <= 4 * page)
            return;
        while (_timers.Count > page)
            _timers.Remove(_timers.Max);
        _end = _timers.Max;
        _whole = false;
    }

    /// <summary>Removes timers that are no longer on disk.</summary>
    public void Remove(IReadOnlyList<TimerRow> timers)
    {
        foreach (var timer in timers)
        {
            _timers.Remove(timer);
            _firing.Remove(timer);
        }
    }

    /// <summary>Takes the next due timer, to fire it.</summary>
    public bool TryTake(long now, out TimerRow timer)
    {
        timer = default;
        if (FirstDue > now)
            return false;
        timer = _timers.Min;
        _timers.Remove(timer);
        _firing.Add(timer);
        return true;
    }

    private bool Within(TimerRow timer) => _end is { } end && TimerRow.ByDueTime.Compare(timer, end) <= 0;

    private void Fill()
    {
        var next = read(_end, page);
        foreach (var timer in next)
        {
            if (!_firing.Contains(timer))
                _timers.Add(timer);
        }

        _whole = next.Count < page;
        if (next.Count > 0)
            _end = next[^1];
    }
}
