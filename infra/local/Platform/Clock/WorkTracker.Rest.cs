namespace ChatPay.Local.Clock;

/// <summary>Decides whether everything is idle.</summary>
public sealed partial class WorkTracker
{
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);

    // The patience with work that waits for an unknown reason, such as a semaphore, while other work waits for the clock.
    private static readonly TimeSpan Unexplained = TimeSpan.FromSeconds(2);

    private TaskCompletionSource? _settled;
    private int _watchers;

    private enum Verdict { Working, Unexplained, Waiting, Nothing }

    /// <summary>Notes that a thread has entered or left a piece of work. Cheap while nobody waits for rest.</summary>
    internal void Stirred(bool settles)
    {
        if (Volatile.Read(ref _watchers) == 0)
            return;
        lock (_gate)
        {
            _stirs++;
            if (settles)
                Signal();
        }
    }

    /// <exception cref="InvalidOperationException">Work that waits for no timer has not ended for a minute.</exception>
    internal async Task IdleAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _watchers);
        try
        {
            while (!await RestsAsync(cancellationToken))
            {
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private async Task<bool> RestsAsync(CancellationToken cancellationToken)
    {
        Verdict verdict;
        long seen;
        Task settled;
        List<(Work Work, long Entries)> waiting;
        lock (_gate)
        {
            verdict = Judge();
            if (verdict == Verdict.Nothing)
                return true;
            seen = _stirs;
            waiting = verdict == Verdict.Unexplained ? [.. _open.Where(work => work.Waits == 0).Select(work => (work, work.Entries))] : [];
            settled = (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        if (verdict == Verdict.Waiting)
            return await StillPool.AsksAsync(() => IsAsSeen(seen), cancellationToken);
        if (await HappensWithin(settled, verdict == Verdict.Unexplained ? Unexplained : Stuck, cancellationToken))
            return false;
        // Remembered, so that the wait is not repeated before each timer that other work waits for.
        lock (_gate)
            waiting.ForEach(seenToWait => seenToWait.Work.MarkKnownToWait(seenToWait.Entries));
        if (verdict == Verdict.Unexplained)
            return await StillPool.AsksAsync(() => IsAsSeen(seen), cancellationToken);
        throw new InvalidOperationException($"The clock cannot be moved: still at work after {Stuck.TotalSeconds} s: {Describe()}.");
    }

    private Verdict Judge()
    {
        if (_open.Count == 0)
            return Verdict.Nothing;
        bool any = false, all = true;
        foreach (var work in _open)
        {
            if (work.Running || work.UnderWay > 0 || (work.Waits == 0 && !work.Flows))
                return Verdict.Working;
            any |= work.Waits > 0 || work.Limited;
            all &= work.Waits > 0 || work.IsKnownToWait;
        }

        return all && any ? Verdict.Waiting : any ? Verdict.Unexplained : Verdict.Working;
    }

    private bool IsAsSeen(long seen)
    {
        lock (_gate) return _stirs == seen;
    }

    private void Signal()
    {
        _settled?.TrySetResult();
        _settled = null;
    }

    private string Describe()
    {
        lock (_gate) return string.Join(", ", _open.Where(w => w.Waits == 0 || w.Running || w.UnderWay > 0).Select(w => w.What).Take(10));
    }

#pragma warning disable RS0030 // Real time: nothing here depends on the moved clock.
    private static async Task<bool> HappensWithin(Task settled, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await settled.WaitAsync(patience, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
#pragma warning restore RS0030
}
