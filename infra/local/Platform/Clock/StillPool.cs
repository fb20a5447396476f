namespace ChatPay.Local.Clock;

/// <summary>
/// What has been awaited goes on in the thread pool: between an answer and the code that waits for it lies the pool's queue. The
/// queue is seen empty and no worker busy, which proves that nothing is about to go on; or, in a process that does other things
/// too, it is seen empty many times in turn, each time after this method itself has waited for its turn in it.
/// </summary>
internal static class StillPool
{
    private const int Turns = 16;

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

    // The way every timer of the machine goes: through the pool's queue.
#pragma warning disable RS0030 // Nothing here depends on the moved clock.
    private static Task TurnAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken).WaitAsync(cancellationToken);
#pragma warning restore RS0030
}
