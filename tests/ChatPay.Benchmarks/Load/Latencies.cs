using System.Diagnostics;
using HdrHistogram;

namespace ChatPay.Benchmarks.Load;

/// <summary>Collects latencies from concurrent callers while counting is on, in microseconds, up to ten minutes, with three
/// digits.</summary>
internal sealed class Latencies
{
    private const long Longest = 600_000_000;

    private readonly Lock _gate = new();
    private LongHistogram? _counting;

    public void Begin()
    {
        lock (_gate)
            _counting = new LongHistogram(1, Longest, 3);
    }

    public LongHistogram End()
    {
        lock (_gate)
        {
            var counted = _counting ?? throw new InvalidOperationException("Nothing was counted.");
            _counting = null;
            return counted;
        }
    }

    /// <param name="begun">The start, a time stamp of <see cref="Stopwatch"/>.</param>
    public void Add(long begun)
    {
        var microseconds = (long)Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        lock (_gate)
            _counting?.RecordValue(Math.Clamp(microseconds, 1, Longest));
    }
}
