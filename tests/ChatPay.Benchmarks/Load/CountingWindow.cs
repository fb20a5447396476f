using System.Diagnostics;

namespace ChatPay.Benchmarks.Load;

/// <summary>Lets a load warm up, then counts for a fixed time.</summary>
internal static class CountingWindow
{
    /// <param name="options">How long to run.</param>
    /// <param name="latencies">The latencies that the load records.</param>
    /// <param name="ended">Completes when the load ends prematurely, which is an error.</param>
    public static async Task<LoadResult> RunAsync(LoadOptions options, Latencies latencies, Task ended)
    {
        await Last(options.WarmUp, ended);
        options.Counting?.Invoke(true);
        latencies.Begin();
        var begun = Stopwatch.GetTimestamp();
        await Last(options.Duration, ended);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        var counted = latencies.End();
        options.Counting?.Invoke(false);
        return new LoadResult(elapsed, counted);
    }

    private static async Task Last(TimeSpan time, Task ended)
    {
        if (await Task.WhenAny(Pause.For(time), ended) != ended)
            return;
        await (ended is Task<Task> first ? await first : ended);
        throw new InvalidOperationException("The load ended by itself.");
    }
}
