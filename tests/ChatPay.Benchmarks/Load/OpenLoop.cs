using System.Diagnostics;

namespace ChatPay.Benchmarks.Load;

/// <summary>Arrivals at a fixed rate, independent of completions. Latency counts from the scheduled arrival, so that a driver that
/// falls behind does not make the system look faster.</summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <param name="perSecond">Arrivals per second.</param>
    /// <param name="options">How long to run.</param>
    /// <param name="once">One arrival, by its number; an exception ends the load.</param>
    public static async Task<LoadResult> RunAsync(int perSecond, LoadOptions options, Func<int, Task> once)
    {
        var latencies = new Latencies();
        using var over = new CancellationTokenSource();
        var arriving = ArriveAsync(perSecond, latencies, once, over.Token);
        var result = await CountingWindow.RunAsync(options, latencies, arriving);
        await over.CancelAsync();
        await arriving;
        return result;
    }

    private static async Task ArriveAsync(int perSecond, Latencies latencies, Func<int, Task> once, CancellationToken over)
    {
        var begun = Stopwatch.GetTimestamp();
        var open = new HashSet<Task>();
        for (var arrival = 0L; !over.IsCancellationRequested; arrival++)
        {
            var due = begun + (arrival * Stopwatch.Frequency / perSecond);
            while (Stopwatch.GetTimestamp() < due && !over.IsCancellationRequested)
                await Pause.For(Tick);
            open.RemoveWhere(t => t.IsCompletedSuccessfully);
            if (open.FirstOrDefault(t => t.IsFaulted) is { } failed)
                await failed;
            var number = (int)(arrival % int.MaxValue);
            open.Add(Task.Run(async () =>
            {
                await once(number);
                latencies.Add(due);
            }, CancellationToken.None));
        }

        await Task.WhenAll(open);
    }
}
