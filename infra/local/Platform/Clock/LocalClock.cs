using System.Globalization;

namespace ChatPay.Local.Clock;

/// <summary>
/// The one clock of the platform. It runs with the machine's clock (times <see cref="LocalClockOptions.TimeScale"/>) or
/// stands still, and it can be advanced: timers that fall due on the way fire one by one, in order of (due time, creation),
/// and everything they set off ends before the next one fires, so that a jump of five days expires nothing in flight.
/// All times are UTC.
/// </summary>
public sealed class LocalClock : TimeProvider, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedSet<LocalTimer> _timers = new(LocalTimer.ByDueTime);
    private readonly SemaphoreSlim _advancing = new(1, 1);
    private readonly LocalClockOptions _options;
    private readonly Timer _alarm;
    private DateTimeOffset _anchor;
    private DateTimeOffset _realAnchor;
    private double _scale;
    private long _sequence;
    private int _alarms;
    private bool _disposed;

    /// <exception cref="PlatformException">The state file cannot be read.</exception>
    public LocalClock(LocalClockOptions? options = null)
    {
        _options = options ?? new LocalClockOptions();
        Work = new WorkTracker();
        _scale = _options.TimeScale;
        _realAnchor = RealNow();
        _anchor = ClockState.Resume(_options, _realAnchor);
        _alarm = new Timer(_ => FireDue(), null, Timeout.Infinite, Timeout.Infinite);
        Save();
    }

    /// <summary>What is being worked on now; <see cref="AdvanceAsync"/> waits for it.</summary>
    public WorkTracker Work { get; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due; null when none is set.</summary>
    public DateTimeOffset? NextDue
    {
        get { lock (_gate) return _timers.Min?.Due; }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return Now();
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Marks something as being worked on until the result is disposed: a request, a turn, a delivery. Code that
    /// waits on this clock inside it counts as waiting, not as working.</summary>
    public IDisposable Working(string what) => Work.Begin(what);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new LocalTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when nothing is being worked on but what waits for this clock.</summary>
    /// <exception cref="InvalidOperationException">Something has been at work for a minute of real time; it is named.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => Work.IdleAsync(cancellationToken);

    /// <summary>Moves the clock forward, event by event.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative: time never goes back.</exception>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        await _advancing.WaitAsync(cancellationToken);
        try
        {
            var target = Stop() + by;
            await Work.IdleAsync(cancellationToken);
            while (TakeNext(target) is { } timer)
            {
                timer.Fire();
                await Work.IdleAsync(cancellationToken);
            }

            lock (_gate) _anchor = target;
        }
        finally
        {
            Go();
            _advancing.Release();
        }
    }

    /// <summary>Moves the clock to the next timer and fires it; does nothing when no timer is set.</summary>
    /// <returns>How far the clock moved.</returns>
    public async Task<TimeSpan> AdvanceToNextTimerAsync(CancellationToken cancellationToken = default)
    {
        await Work.IdleAsync(cancellationToken);
        var now = GetUtcNow();
        if (NextDue is not { } due)
            return TimeSpan.Zero;

        var by = due > now ? due - now : TimeSpan.Zero;
        await AdvanceAsync(by, cancellationToken);
        return by;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _timers.Clear();
        }

        Save();
        _alarm.Dispose();
    }

    internal void Schedule(LocalTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            timer.Period = period;
            if (dueTime == Timeout.InfiniteTimeSpan || _disposed)
                return;

            var now = Now();
            timer.Due = dueTime > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + dueTime;
            timer.Sequence = ++_sequence;
            _timers.Add(timer);
            Arm();
        }
    }

    internal void Remove(LocalTimer timer)
    {
        lock (_gate) _timers.Remove(timer);
    }

    private DateTimeOffset Now() => _scale == 0 ? _anchor : _anchor + ((RealNow() - _realAnchor) * _scale);

    private DateTimeOffset Stop()
    {
        lock (_gate)
        {
            _anchor = Now();
            _scale = 0;
            return _anchor;
        }
    }

    private void Go()
    {
        lock (_gate)
        {
            _realAnchor = RealNow();
            _scale = _options.TimeScale;
            Arm();
        }

        Save();
    }

    private LocalTimer? TakeNext(DateTimeOffset until)
    {
        LocalTimer timer;
        lock (_gate)
        {
            if (_timers.Min is not { } first || first.Due > until)
                return null;

            timer = first;
            _timers.Remove(timer);
            if (timer.Due > _anchor)
                _anchor = timer.Due;
            Repeat(timer);
        }

        // Before the timer's effects are recorded anywhere: a restart must not fall behind them.
        Save();
        return timer;
    }

    private void FireDue()
    {
        // One at a time, or timers would overtake each other; an alarm that goes off meanwhile makes another round.
        if (Interlocked.Increment(ref _alarms) != 1)
            return;
        int seen;
        do
        {
            seen = Volatile.Read(ref _alarms);
            FireAllDue();
        }
        while (Interlocked.CompareExchange(ref _alarms, 0, seen) != seen);
    }

    private void FireAllDue()
    {
        while (true)
        {
            LocalTimer timer;
            IDisposable firing;
            lock (_gate)
            {
                // While the clock is being advanced it stands still here, and the advance fires what is due.
                if (_disposed || _scale == 0)
                    return;
                if (_timers.Min is not { } first || first.Due > Now())
                {
                    Arm();
                    return;
                }

                timer = first;
                _timers.Remove(timer);
                Repeat(timer);
                // An advance that begins now must wait for this timer, and for what its callback begins.
                firing = Work.Begin("a timer");
            }

            using (firing)
                timer.Fire();
        }
    }

    private void Repeat(LocalTimer timer)
    {
        if (timer.Period <= TimeSpan.Zero)
            return;

        timer.Due += timer.Period;
        timer.Sequence = ++_sequence;
        _timers.Add(timer);
    }

    private void Arm()
    {
        if (_disposed || _scale == 0 || _timers.Min is not { } first)
            return;

        var wait = (first.Due - Now()) / _scale;
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, TimeSpan.FromDays(1).TotalMilliseconds);
        _alarm.Change((long)milliseconds, Timeout.Infinite);
    }

    private void Save()
    {
        if (_options.StateFile is { } file)
            ClockState.Save(file, GetUtcNow(), RealNow(), _options.TimeScale);
    }

#pragma warning disable RS0030 // The one place that may read the machine's clock.
    private static DateTimeOffset RealNow() => DateTimeOffset.UtcNow;
#pragma warning restore RS0030

    public override string ToString() => GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
}
