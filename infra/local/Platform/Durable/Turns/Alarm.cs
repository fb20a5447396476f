using ChatPay.Local.Clock;
using ChatPay.Local.Durable.Storage;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Fires durable timers in order of their due times, with one timer of the clock, set for the first of them.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimerWindow _window;
    private readonly LocalClock _clock;
    private readonly EngineWork _work;
    private readonly Action<TimerRow> _fire;
    private readonly ITimer _timer;
    private long _set = long.MaxValue;
    private bool _over;

    /// <param name="store">The store of the timers.</param>
    /// <param name="clock">The clock that the timers use.</param>
    /// <param name="work">Tracks firing as work.</param>
    /// <param name="fire">Called for each due timer, in order; must begin the work of firing before it returns.</param>
    public Alarm(DurableStore store, LocalClock clock, EngineWork work, Action<TimerRow> fire)
    {
        _window = new TimerWindow(store.Timers);
        _clock = clock;
        _work = work;
        _fire = fire;
        ITimer? timer = null;

        // The clock's timer must not capture the work or request that happens to create it.
        using (ExecutionContext.IsFlowSuppressed() ? null : (IDisposable)ExecutionContext.SuppressFlow())
            clock.Work.Detach(() => timer = clock.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _timer = timer!;
    }

    /// <summary>Sets the alarm for the first timer; overdue ones fire at once.</summary>
    public void Start()
    {
        lock (_gate)
            Set();
    }

    /// <summary>Takes over the timers that a commit has added and removed.</summary>
    public void Committed(WorkItem item)
    {
        if (item.Timers.Count == 0 && item.TimersGone.Count == 0)
            return;

        lock (_gate)
        {
            _window.Remove(item.TimersGone);
            _window.Add(item.Timers);
            Set();
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
                try
                {
                    var now = _clock.GetUtcNow().UtcTicks;
                    while (!_over && _window.TryTake(now, out var timer))
                        _fire(timer);
                }
                finally
                {
                    _set = long.MaxValue;
                    Set();
                }
            }
        }
    }

    private void Set()
    {
        if (_over || _window.FirstDue is var due && due == _set)
            return;

        _set = due;
        var wait = due == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(due - _clock.GetUtcNow().UtcTicks);
        if (due != long.MaxValue && wait <= TimeSpan.Zero)
        {
            // Due timers fire at once, even while the clock stands still.
            wait = Timeout.InfiniteTimeSpan;
            Ring();
        }

        _clock.Work.Detach(() => _timer.Change(wait, Timeout.InfiniteTimeSpan));
    }
}
