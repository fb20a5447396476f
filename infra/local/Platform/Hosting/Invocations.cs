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
        await EndsWithinAsync(_patience, untilRest: _clock.StandsStill);
        await _stopping.CancelAsync();

        // Cancelled functions get a moment to clear up.
        await EndsWithinAsync(_patience / 4, untilRest: false);
    }

    public void Dispose()
    {
        _draining.Dispose();
        _stopping.Dispose();
    }

#pragma warning disable RS0030 // People wait for a host to stop; its clock may stand still.
    private async Task EndsWithinAsync(TimeSpan time, bool untilRest)
    {
        using var over = new CancellationTokenSource(time, TimeProvider.System);
        var waits = new List<Task> { _ended.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token) };
        if (untilRest)
            waits.Add(_clock.DrainAsync(over.Token));
        await Task.WhenAny(waits);
        await over.CancelAsync();
        await Task.WhenAll(waits.Skip(1)).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
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
