using ChatPay.Local.Clock;

namespace ChatPay.Local.Hosting;

/// <summary>The running invocations, so that a stopping host can let them end: it accepts no new work, waits, and cancels the rest
/// when the time is over, or when all of it waits for a clock that stands still.</summary>
internal sealed class Invocations : IDisposable
{
    private readonly LocalClock _clock;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The host itself counts as one until it drains.
    private int _running = 1;

    public Invocations(LocalClock clock, TimeSpan patience)
    {
        (_clock, _patience) = (clock, patience);
        (Draining, Stopping) = (_draining.Token, _stopping.Token);
    }

    /// <summary>Cancelled when no new work is accepted.</summary>
    public CancellationToken Draining { get; }

    /// <summary>Cancelled when running functions are to end; passed to functions.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Whether nothing runs any more, and nothing can begin.</summary>
    public bool HaveEnded => _ended.Task.IsCompleted;

    public IDisposable Begin()
    {
        Interlocked.Increment(ref _running);
        return new Running(this);
    }

    /// <summary>Waits for running work, then cancels it.</summary>
    public async Task DrainAsync()
    {
        await _draining.CancelAsync();
        End();
        await WithinAsync(_patience, over => _clock.StandsStill ? Task.WhenAny(_ended.Task, _clock.DrainAsync(over)) : _ended.Task);

        // Results must reach the disk: the engine commits an activity's result after the activity has ended.
        await WithinAsync(_patience / 4, _clock.DrainAsync);
        await _stopping.CancelAsync();

        // Cancelled functions get a moment to clean up.
        await WithinAsync(_patience / 4, _ => _ended.Task);
    }

    public void Dispose()
    {
        _draining.Dispose();
        _stopping.Dispose();
    }

#pragma warning disable RS0030 // Real time: people wait for a host to stop, and its clock may stand still.
    private static async Task WithinAsync(TimeSpan time, Func<CancellationToken, Task> wait)
    {
        using var over = new CancellationTokenSource(time, TimeProvider.System);
        var waiting = wait(over.Token);
        await Task.WhenAny(waiting, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token));
        await over.CancelAsync();

        // The wait may have been cancelled, or have found work that never becomes idle: either way the stop continues.
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
