using ChatPay.Local.Clock;
using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Fires durable timers in the order they are due. One timer of the clock is set, for the first of them; the others stay
/// on disk.</summary>
internal sealed class Alarm : IDisposable
{
    private const int Page = 256;

    private readonly Lock _gate = new();
    private readonly HashSet<TimerRow> _firing = [];
    private readonly DurableStore _store;
    private readonly LocalClock _clock;
    private readonly EngineWork _work;
    private readonly Action<TimerRow> _fire;
    private readonly ITimer _timer;
    private long _set = long.MaxValue;
    private bool _over;

    /// <param name="store">Where the timers are.</param>
    /// <param name="clock">What they go by.</param>
    /// <param name="work">Firing is work.</param>
    /// <param name="fire">Called for each due timer, in order; begins the work that the firing is, before it returns.</param>
    public Alarm(DurableStore store, LocalClock clock, EngineWork work, Action<TimerRow> fire)
    {
        _store = store;
        _clock = clock;
        _work = work;
        _fire = fire;
        ITimer? timer = null;

        // The clock's timer must not carry whatever work or request happens to create it.
        using (ExecutionContext.IsFlowSuppressed() ? null : (IDisposable)ExecutionContext.SuppressFlow())
            clock.Work.Detach(() => timer = clock.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _timer = timer!;
    }

    /// <summary>Looks for the first timer; what is overdue fires at once.</summary>
    public void Start()
    {
        lock (_gate)
            SetToFirst();
    }

    /// <summary>Timers were committed and others removed.</summary>
    public void Committed(WorkItem item)
    {
        if (item.Timers.Count == 0 && item.TimersGone.Count == 0)
            return;

        lock (_gate)
        {
            var first = item.Timers.Count == 0 ? long.MaxValue : item.Timers.Min(t => t.Due);
            var gone = false;
            foreach (var timer in item.TimersGone)
            {
                _firing.Remove(timer);
                gone |= timer.Due == _set;
            }

            if (gone)
                SetToFirst();
            else if (first < _set)
                Set(first);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _over = true;
        _timer.Dispose();
    }

    private void Ring()
    {
        var work = _work.Begin("durable timers");
        ThreadPool.UnsafeQueueUserWorkItem(_ => FireDue(work), null);
    }

    private void FireDue(IDisposable work)
    {
        using (work)
        {
            lock (_gate)
            {
                var now = _clock.GetUtcNow().UtcTicks;
                TimerRow? last = null;
                while (!_over && _store.Timers(last, now, Page) is { Count: > 0 } due)
                {
                    foreach (var timer in due.Where(_firing.Add))
                        _fire(timer);
                    last = due[^1];
                }

                SetToFirst();
            }
        }
    }

    private void SetToFirst()
    {
        if (_over)
            return;

        TimerRow? last = null;
        while (_store.Timers(last, long.MaxValue, Page) is { Count: > 0 } next)
        {
            foreach (var timer in next)
            {
                if (!_firing.Contains(timer))
                {
                    Set(timer.Due);
                    return;
                }
            }

            last = next[^1];
        }

        Set(long.MaxValue);
    }

    private void Set(long due)
    {
        if (_over)
            return;

        _set = due;
        var wait = due == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(due - _clock.GetUtcNow().UtcTicks);
        if (due != long.MaxValue && wait <= TimeSpan.Zero)
        {
            // What is due fires at once, even while the clock stands still.
            wait = Timeout.InfiniteTimeSpan;
            Ring();
        }

        _clock.Work.Detach(() => _timer.Change(wait, Timeout.InfiniteTimeSpan));
    }
}
