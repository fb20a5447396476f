using System.Globalization;

namespace ChatPay.Local.Clock;

/// <summary>
/// The one clock of the platform. It runs with the machine's clock (times <see cref="LocalClockOptions.TimeScale"/>) or stands still,
/// and it can be advanced: timers that fall due on the way fire one by one, in order of (due time, creation), and everything that a
/// timer starts ends before the next one fires, so a jump of five days does not time out work in progress. All times are UTC.
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
        // Read in this order: time that passes in between makes the next start later, never earlier.
        _realStart = _options.Machine.GetUtcNow();
        _startStamp = _options.Machine.GetTimestamp();
        _pace = new Pace(ClockState.Resume(_options, _realStart), _realStart, _options.TimeScale);
        _alarm = new Timer(_ => FireDue(), null, Timeout.Infinite, Timeout.Infinite);
        Save();
    }

    /// <summary>The work in progress; <see cref="AdvanceAsync"/> waits for it.</summary>
    public WorkTracker Work { get; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Whether the clock moves only when it is advanced.</summary>
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

    /// <summary>Marks work (a request, a turn, a delivery) as in progress until the result is disposed. Code within it that waits on
    /// this clock counts as waiting, not as working.</summary>
    public IDisposable Working(string what) => Work.Begin(what);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new LocalTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when all remaining work waits for this clock.</summary>
    /// <exception cref="InvalidOperationException">Some work has not ended within a minute of real time; the message names
    /// it.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => Work.IdleAsync(cancellationToken);

    /// <summary>Advances the clock, timer by timer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative: time never goes back.</exception>
    public Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return MoveAsync(now => by > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + by, cancellationToken);
    }

    /// <summary>Advances the clock to an instant, timer by timer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is in the past: time never goes back.</exception>
    public Task AdvanceToAsync(DateTimeOffset time, CancellationToken cancellationToken = default) =>
        MoveAsync(
            now =>
                time >= now ? time : throw new ArgumentOutOfRangeException(nameof(time), time, $"It is {now:O}, and time never goes back."),
            cancellationToken);

    /// <summary>Advances the clock to the next timer, and fires all timers due then; does nothing when no timer is set.</summary>
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

    // The target is computed once everything is idle: work in progress may set timers.
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

        // Saved before the timer has any effect: after a restart the clock must not be earlier than recorded effects.
        if (moved)
            Save();
        return timer;
    }

    private void FireDue()
    {
        // One thread at a time, or timers would overtake each other; an alarm meanwhile causes another round.
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
                // During an advance the clock stands still here, and the advance fires the timers.
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
            // Read once: the file pairs this clock's time with the machine's at the same instant.
            real = RealNow();
            now = _pace.At(real);
        }

        // A failed write must neither keep a taken timer from firing nor end an advance; the next save may succeed.
        var failure = ClockState.Save(file, now, real, _options.TimeScale);
        var first = failure is not null && !_unsaved;
        _unsaved = failure is not null;
        if (first)
            Report(
                $"The clock's file {file} cannot be written ({failure!.Message.TrimEnd('.')}): after a restart the clock may stand at an "
                    + "earlier time.");
    }

    // Measured by the machine's stopwatch, since its clock may be set back.
    private DateTimeOffset RealNow() => _realStart + _options.Machine.GetElapsedTime(_startStamp);

    // Never throws: on a timer's thread an exception would end the process.
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
