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
    private readonly TimerQueue _timers = new();
    private readonly SemaphoreSlim _advancing = new(1, 1);
    private readonly LocalClockOptions _options;
    private readonly Timer _alarm;
    private readonly Pace _pace;
    private readonly DateTimeOffset _realStart;
    private readonly long _startStamp;
    private int _alarms;
    private bool _unsaved;
    private bool _disposed;

    /// <exception cref="PlatformException">The state file cannot be read.</exception>
    public LocalClock(LocalClockOptions? options = null)
    {
        _options = options ?? new LocalClockOptions();
        Work = new WorkTracker();
        // In this order: what passes in between makes the next start later, not earlier.
        _realStart = _options.Machine.GetUtcNow();
        _startStamp = _options.Machine.GetTimestamp();
        _pace = new Pace(ClockState.Resume(_options, _realStart), _realStart, _options.TimeScale);
        _alarm = new Timer(_ => FireDue(), null, Timeout.Infinite, Timeout.Infinite);
        Save();
    }

    /// <summary>What is being worked on now; <see cref="AdvanceAsync"/> waits for it.</summary>
    public WorkTracker Work { get; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>It moves by <see cref="AdvanceAsync"/> alone.</summary>
    public bool StandsStill => _options.TimeScale == 0;

    /// <summary>When the next timer is due; null when none is set.</summary>
    public DateTimeOffset? NextDue
    {
        get { lock (_gate) return _timers.FirstDue; }
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
    public Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return MoveAsync(now => by > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + by, cancellationToken);
    }

    /// <summary>Moves the clock forward to an instant, event by event.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is over: time never goes back.</exception>
    public Task AdvanceToAsync(DateTimeOffset time, CancellationToken cancellationToken = default) =>
        MoveAsync(
            now =>
                time >= now ? time : throw new ArgumentOutOfRangeException(nameof(time), time, $"It is {now:O}, and time never goes back."),
            cancellationToken);

    /// <summary>Moves the clock to the next timer and fires it, and what else is due then; does nothing when no timer is set.</summary>
    /// <returns>How far the clock moved.</returns>
    public async Task<TimeSpan> AdvanceToNextTimerAsync(CancellationToken cancellationToken = default)
    {
        var from = DateTimeOffset.MinValue;
        var to = DateTimeOffset.MinValue;
        await MoveAsync(
            now =>
            {
                from = now;
                return to = NextDue is { } due && due > now ? due : now;
            },
            cancellationToken);
        return to - from;
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

            _timers.Set(timer, Now(), dueTime);
            Arm();
        }
    }

    internal void Remove(LocalTimer timer)
    {
        lock (_gate) _timers.Remove(timer);
    }

    private DateTimeOffset Now() => _pace.At(RealNow());

    // The target is asked for when all has come to rest: what is under way may set timers.
    private async Task MoveAsync(Func<DateTimeOffset, DateTimeOffset> target, CancellationToken cancellationToken)
    {
        await _advancing.WaitAsync(cancellationToken);
        try
        {
            DateTimeOffset now;
            lock (_gate) now = _pace.Stop(RealNow());
            await Work.IdleAsync(cancellationToken);
            var until = target(now);
            while (TakeNext(until) is { } timer)
            {
                timer.Fire();
                await Work.IdleAsync(cancellationToken);
            }

            lock (_gate) _pace.MoveTo(until);
        }
        finally
        {
            lock (_gate)
            {
                _pace.Go(RealNow(), _options.TimeScale);
                Arm();
            }

            Save();
            _advancing.Release();
        }
    }

    private LocalTimer? TakeNext(DateTimeOffset until)
    {
        LocalTimer? timer;
        bool moved;
        lock (_gate)
        {
            timer = _timers.TakeDue(until, out var due);
            if (timer is null)
                return null;
            moved = due > _pace.MoveTo(due);
        }

        // Before the timer's effects are recorded anywhere: a restart must not fall behind them.
        if (moved)
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
            LocalTimer? timer;
            IDisposable firing;
            lock (_gate)
            {
                // While the clock is being advanced it stands still here, and the advance fires what is due.
                if (_disposed || _pace.Stands)
                    return;
                timer = _timers.TakeDue(Now(), out _);
                if (timer is null)
                {
                    Arm();
                    return;
                }

                // An advance that begins now must wait for this timer, and for what its callback begins.
                firing = Work.Hold("a timer");
            }

            using (firing)
                timer.Fire();
        }
    }

    private void Arm()
    {
        if (_disposed || _pace.Stands || _timers.FirstDue is not { } due)
            return;

        var milliseconds = Math.Clamp(
            Math.Ceiling(_pace.Until(due, RealNow()).TotalMilliseconds),
            0,
            TimeSpan.FromDays(1).TotalMilliseconds);
        _alarm.Change((long)milliseconds, Timeout.Infinite);
    }

    private void Save()
    {
        if (_options.StateFile is not { } file)
            return;
        DateTimeOffset real;
        DateTimeOffset now;
        lock (_gate)
        {
            // Read once: the file says what time it was here at that instant of the machine's.
            real = RealNow();
            now = _pace.At(real);
        }

        // A timer that was taken must fire, and an advance must end, whatever the disk says; the next save may succeed.
        var failure = ClockState.Save(file, now, real, _options.TimeScale);
        var first = failure is not null && !_unsaved;
        _unsaved = failure is not null;
        if (first)
            Report(
                $"The clock's file {file} cannot be written ({failure!.Message.TrimEnd('.')}): after a restart the clock may stand at an "
                    + "earlier time.");
    }

    // By the machine's stopwatch: its clock may be set back.
    private DateTimeOffset RealNow() => _realStart + _options.Machine.GetElapsedTime(_startStamp);

    // On the thread of a timer an exception would end the process.
    internal void Report(string sentence)
    {
        try
        {
            _options.Report(sentence);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The terminal is gone.
        }
    }

    public override string ToString() => GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
}
