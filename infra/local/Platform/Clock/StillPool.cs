using System.Diagnostics;

namespace ChatPay.Local.Clock;

/// <summary>
/// What has been awaited goes on in the thread pool: between an answer and the code that waits for it lies the pool's queue. The
/// queue is seen empty and no worker busy, which proves that nothing is about to go on; or, in a process that does other things
/// too, it is seen empty many times in turn, each time after this method itself has waited for its turn in it.
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

    // A millisecond, and a place in the pool's queue, the way every timer of the machine goes.
#pragma warning disable RS0030 // Nothing here depends on the moved clock.
    private static Task TurnAsync(CancellationToken cancellationToken) => OperatingSystem.IsWindows()
        ? QueueAsync(Turn, cancellationToken)
        : Task.Delay(Turn, TimeProvider.System, cancellationToken).WaitAsync(cancellationToken);
#pragma warning restore RS0030

    // Windows' timers tick every 15.6 ms, a quarter of a second for all turns: there the queue itself is gone through until the time is
    // over.
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
