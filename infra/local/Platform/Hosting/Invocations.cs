using ChatPay.Local.Clock;

namespace ChatPay.Local.Hosting;

/// <summary>The invocations that run, so that a host that stops can let them end: it takes no new work, waits, and cancels what is
/// left when the time is over, or when what is left waits for a clock that stands still.</summary>
internal sealed class Invocations : IDisposable
{
    private readonly LocalClock _clock;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The host itself is one, until it drains.
    private int _running = 1;

    public Invocations(LocalClock clock, TimeSpan patience)
    {
        (_clock, _patience) = (clock, patience);
        (Draining, Stopping) = (_draining.Token, _stopping.Token);
    }

    /// <summary>No new work is taken.</summary>
    public CancellationToken Draining { get; }

    /// <summary>What still runs is to end; functions are given this.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Nothing runs any more, and nothing begins.</summary>
    public bool HaveEnded => _ended.Task.IsCompleted;

    public IDisposable Begin()
    {
        Interlocked.Increment(ref _running);
        return new Running(this);
    }

    /// <summary>Waits for what runs, then cancels it.</summary>
    public async Task DrainAsync()
    {
        await _draining.CancelAsync();
        End();
        await WithinAsync(_patience, over => _clock.StandsStill ? Task.WhenAny(_ended.Task, _clock.DrainAsync(over)) : _ended.Task);

        // What has ended is written down: the engine takes an activity's result after the activity.
        await WithinAsync(_patience / 4, _clock.DrainAsync);
        await _stopping.CancelAsync();

        // Cancelled functions get a moment to clear up.
        await WithinAsync(_patience / 4, _ => _ended.Task);
    }

    public void Dispose()
    {
        _draining.Dispose();
        _stopping.Dispose();
    }

#pragma warning disable RS0030 // People wait for a host to stop; its clock may stand still.
    private static async Task WithinAsync(TimeSpan time, Func<CancellationToken, Task> wait)
    {
        using var over = new CancellationTokenSource(time, TimeProvider.System);
        var waiting = wait(over.Token);
        await Task.WhenAny(waiting, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token));
        await over.CancelAsync();

        // It may have been cancelled, or have found what does not come to rest: either way the stop goes on.
        _ = waiting.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
#pragma warning restore RS0030

    private void End()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            _ended.TrySetResult();
    }

    private sealed class Running(Invocations owner) : IDisposable
    {
        private int _over;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
                owner.End();
        }
    }
}
