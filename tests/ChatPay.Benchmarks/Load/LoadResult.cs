using HdrHistogram;

namespace ChatPay.Benchmarks.Load;

/// <summary>What a load came to while it was counted.</summary>
/// <param name="Elapsed">How long was counted.</param>
/// <param name="Latencies">Of what ended meanwhile, in microseconds.</param>
internal sealed record LoadResult(TimeSpan Elapsed, LongHistogram Latencies)
{
    private const double Thousand = 1000;

    public long Count => Latencies.TotalCount;

    public double PerSecond => Count / Elapsed.TotalSeconds;

    public double Milliseconds(double percentile) => Count == 0 ? 0 : Latencies.GetValueAtPercentile(percentile) / Thousand;
}
