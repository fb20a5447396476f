using ChatPay.Local.Clock;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>Runs one timer function on the platform's clock. Runs never overlap; occurrences during a run are skipped.</summary>
internal sealed class TimerSchedule : IAsyncDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly LocalFunction _function;
    private readonly Recurrence _schedule;
    private readonly FunctionInvoker _invoker;
    private readonly LocalClock _clock;
    private readonly TimerMemory _memory;
    private readonly Invocations _invocations;
    private readonly bool _monitored;
    private readonly bool _runOnStartup;
    private ITimer? _timer;

    /// <param name="function">The function.</param>
    /// <param name="trigger">The function's trigger.</param>
    /// <param name="expression">The schedule, with settings resolved.</param>
    /// <param name="invoker">Runs the function.</param>
    /// <param name="clock">The platform's clock.</param>
    /// <param name="memory">Stores the last run.</param>
    /// <param name="invocations">The running invocations of the host.</param>
    /// <exception cref="PlatformException">The schedule cannot be read.</exception>
    public TimerSchedule(
        LocalFunction function,
        TimerTriggerAttribute trigger,
        string expression,
        FunctionInvoker invoker,
        LocalClock clock,
        TimerMemory memory,
        Invocations invocations)
    {
        _function = function;
        _schedule = Recurrence.Read(expression, function.Name);
        _invoker = invoker;
        _clock = clock;
        _memory = memory;
        _invocations = invocations;
        _runOnStartup = trigger.RunOnStartup;
        _monitored = trigger.UseMonitor && _schedule.IsSlow(Now);
    }

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    public void Start() =>
        _clock.Work.Detach(() =>
        {
            _timer = _clock.CreateTimer(
                _ => Begin(isPastDue: false, scheduled: true),
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
            var status = _monitored ? _memory.Read(_function.Name) : null;
            var missed = status is not null && _schedule.After(status.Last == default ? status.LastUpdated : status.Last) <= Now;
            if (_monitored && status is null)
                Remember(default);

            if (missed || _runOnStartup)
                Begin(missed, scheduled: true);
            else
                Arm();
        });

    /// <summary>Runs the function now, in addition to the schedule.</summary>
    public void RunByHand() => Begin(isPastDue: false, scheduled: false);

    public async ValueTask DisposeAsync()
    {
        // A run that has ended still stores its status; one that ignores its cancellation is not awaited.
        var ended = _invocations.HaveEnded;
        if (ended)
            await _oneAtATime.WaitAsync(CancellationToken.None);
        if (_timer is not null)
            await _timer.DisposeAsync();
        if (ended)
            _oneAtATime.Release();
    }

    // Begun in the timer's callback, so that the clock does not move before the run has ended.
    private void Begin(bool isPastDue, bool scheduled) => _clock.Work.Detach(() =>
        _ = RunAsync(_clock.Working($"timer {_function.Name}"), isPastDue, scheduled));

    private async Task RunAsync(IDisposable work, bool isPastDue, bool scheduled)
    {
        using (work)
        {
            using (WorkTracker.WaitsForOthers())
                await _oneAtATime.WaitAsync(CancellationToken.None);
            try
            {
                if (_invocations.Draining.IsCancellationRequested)
                    return;
                await InvokeAsync(isPastDue);
            }
            finally
            {
                // Even after a failure: a schedule that is not set again would end silently.
                if (scheduled && !_invocations.Draining.IsCancellationRequested)
                    Arm();
                _oneAtATime.Release();
            }
        }
    }

    private async Task InvokeAsync(bool isPastDue)
    {
        var started = Now;
        var status = _monitored ? _memory.Read(_function.Name) : null;
        try
        {
            await _invoker.InvokeAsync(
                _function,
                (worker, token) => worker.RunTimerAsync(_function.Name, isPastDue, status, token),
                _invocations.Stopping);
        }
#pragma warning disable CA1031 // A failed run is logged; the schedule goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _invoker.Logger(_function).LogError(e, "The function {Function} failed.", _function.Name);
        }

        if (_monitored)
            Remember(started);
    }

    private void Remember(DateTime last)
    {
        var status = new ScheduleStatus { Last = last, Next = _schedule.After(Now), LastUpdated = Now };
        if (_memory.Write(_function.Name, status) is { } failure)
            _invoker
                .Logger(_function)
                .LogError(
                    failure,
                    "The last run of {Function} could not be written down: after a restart it counts as missed.",
                    _function.Name);
    }

    private void Arm()
    {
        var now = Now;
        var next = _schedule.After(now);
        _clock.Work.Detach(() => _timer!.Change(next - now, Timeout.InfiniteTimeSpan));
    }
}
