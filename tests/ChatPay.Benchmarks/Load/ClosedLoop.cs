using System.Diagnostics;

namespace ChatPay.Benchmarks.Load;

/// <summary>A fixed number of callers, each of which starts its next round when the last one has ended.</summary>
internal static class ClosedLoop
{
    /// <param name="callers">The number of callers.</param>
    /// <param name="options">How long to run.</param>
    /// <param name="once">One round of one caller, by the caller's number; an exception ends the load.</param>
    public static async Task<LoadResult> RunAsync(int callers, LoadOptions options, Func<int, Task> once)
    {
        var latencies = new Latencies();
        using var over = new CancellationTokenSource();
        var running = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                var begun = Stopwatch.GetTimestamp();
                await once(caller);
                latencies.Add(begun);
            }
        })).ToList();
        var result = await CountingWindow.RunAsync(options, latencies, Task.WhenAny(running));
        await over.CancelAsync();
        await Task.WhenAll(running);
        return result;
    }
}
