using HdrHistogram;

namespace ChatPay.Benchmarks.Load;

/// <summary>The result of a load.</summary>
/// <param name="Elapsed">The time of counting.</param>
/// <param name="Latencies">The latencies of what ended in that time, in microseconds.</param>
internal sealed record LoadResult(TimeSpan Elapsed, LongHistogram Latencies)
{
    private const double Thousand = 1000;

    public long Count => Latencies.TotalCount;

    public double PerSecond => Count / Elapsed.TotalSeconds;

    public double Milliseconds(double percentile) => Count == 0 ? 0 : Latencies.GetValueAtPercentile(percentile) / Thousand;
}
