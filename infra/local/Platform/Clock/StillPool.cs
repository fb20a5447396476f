using System.Diagnostics;

namespace ChatPay.Local.Clock;

/// <summary>
/// Tells whether the thread pool is idle: between an answer and the continuation that awaits it lies the pool's queue. An empty queue
/// with no other busy worker proves that nothing is about to continue. In a process that also does other things the queue must
/// instead be empty many times in a row, each time after this method's own continuation has gone through it.
/// </summary>
internal static class StillPool
{
    private const int Turns = 16;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1);

    /// <returns>Whether <paramref name="unchanged"/> held throughout.</returns>
    public static async Task<bool> AsksAsync(Func<bool> unchanged, CancellationToken cancellationToken)
    {
        for (var seen = 0; seen < Turns;)
        {
            await TurnAsync(cancellationToken);
            if (!unchanged())
                return false;
            if (ThreadPool.PendingWorkItemCount > 0)
                seen = 0;
            else
                seen = NobodyElseWorks() ? Turns : seen + 1;
        }

        return unchanged();
    }

    private static bool NobodyElseWorks()
    {
        ThreadPool.GetMaxThreads(out var max, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return max - free <= (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
    }

    // Waits a millisecond, then goes through the pool's queue, as the continuation of any system timer does.
#pragma warning disable RS0030 // Nothing here depends on the moved clock.
    private static Task TurnAsync(CancellationToken cancellationToken) => OperatingSystem.IsWindows()
        ? QueueAsync(Turn, cancellationToken)
        : Task.Delay(Turn, TimeProvider.System, cancellationToken).WaitAsync(cancellationToken);
#pragma warning restore RS0030

    // Windows' timers tick every 15.6 ms, a quarter of a second for all turns; there, work is queued again and again until the time
    // has passed.
    private static async Task QueueAsync(TimeSpan turn, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ThreadPool.UnsafeQueueUserWorkItem(static t => t.SetResult(), reached, preferLocal: false);
            await reached.Task;
        }
        while (Stopwatch.GetElapsedTime(begun) < turn);
    }
}
