using ChatPay.Benchmarks.Load;
using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Http;

/// <summary>One line of the table.</summary>
/// <param name="Target">The tables that the app used, or <c>bare</c>.</param>
/// <param name="Load">The load.</param>
/// <param name="Count">The number of operations.</param>
/// <param name="PerSecond">Operations per second.</param>
/// <param name="P50Milliseconds">The median latency.</param>
/// <param name="P99Milliseconds">The 99th percentile of the latency.</param>
/// <param name="ProcessorMilliseconds">The processor time per operation of the server, and of Azurite where it has the tables;
/// includes background work (queues, orchestrations, webhooks) that was done in the time.</param>
internal sealed record HttpFigures(
    string Target, string Load, long Count, double PerSecond, double P50Milliseconds, double P99Milliseconds, double ProcessorMilliseconds)
{
    public static HttpFigures Of(string target, string load, LoadResult result, TimeSpan used) => new(
        target,
        load,
        result.Count,
        result.PerSecond,
        result.Milliseconds(50),
        result.Milliseconds(99),
        used.TotalMilliseconds / Math.Max(result.Count, 1));

    /// <param name="figures">The lines; the others are compared with the bare endpoint's.</param>
    public static MarkdownTable Table(IReadOnlyList<HttpFigures> figures)
    {
        var table = new MarkdownTable("tables", "load", "a second", "p50 ms", "p99 ms", "CPU ms", "x bare");
        var bare = figures.FirstOrDefault(f => f.Target == HttpTarget.Bare)?.ProcessorMilliseconds;
        foreach (var f in figures)
        {
            table.Add(
                f.Target,
                f.Load,
                $"{f.PerSecond:N0}",
                $"{f.P50Milliseconds:N1}",
                $"{f.P99Milliseconds:N1}",
                $"{f.ProcessorMilliseconds:N2}",
                bare is > 0 ? $"{f.ProcessorMilliseconds / bare:N1}" : "-");
        }

        return table;
    }
}
