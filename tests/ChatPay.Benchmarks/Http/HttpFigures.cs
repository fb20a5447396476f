using ChatPay.Benchmarks.Load;
using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Http;

/// <summary>One line of the table.</summary>
/// <param name="Target">Whose tables the app used, or <c>bare</c>.</param>
/// <param name="Load">What was done.</param>
/// <param name="Count">How often.</param>
/// <param name="PerSecond">How often in a second.</param>
/// <param name="P50Milliseconds">Half took no longer.</param>
/// <param name="P99Milliseconds">All but one of a hundred took no longer.</param>
/// <param name="ProcessorMilliseconds">Processor time of the server for one, and of Azurite where it has the tables; what goes on behind
/// the answer (queues, orchestrations, webhooks) included, as far as it was done in the time.</param>
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

    /// <param name="figures">The lines; the bare endpoint's is what the others are compared with.</param>
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
