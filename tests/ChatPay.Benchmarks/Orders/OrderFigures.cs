using ChatPay.Benchmarks.Load;
using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Orders;

/// <summary>One line of the table: the result of a load, per order.</summary>
internal sealed record OrderFigures
{
    private static readonly double[] Percentiles = [50, 99];

    public required string Load { get; init; }

    public required long Orders { get; init; }

    /// <summary>Order lifecycles per second.</summary>
    public required double PerSecond { get; init; }

    public required double P50Milliseconds { get; init; }

    public required double P99Milliseconds { get; init; }

    /// <summary>Commits divided by orders: one commit carries the turns of many orders in flight.</summary>
    public required double CommitsPerOrder { get; init; }

    /// <summary>All commits, including the warm-up.</summary>
    public long CommitsInAll { get; init; }

    /// <summary>Calls of fdatasync and fsync per commit, counted by strace in a separate run; null when not requested.</summary>
    public double? SyncsPerCommit { get; init; }

    /// <summary>The same load on another engine, in the same run; null when not requested.</summary>
    public PeerFigures? Peer { get; init; }

    public required double WrittenBytesPerOrder { get; init; }

    public required double AllocatedBytesPerOrder { get; init; }

    public required double ProcessorMicrosecondsPerOrder { get; init; }

    public required double InvocationsPerOrder { get; init; }

    public static OrderFigures Of(string load, LoadResult result, Costs costs, long invocations)
    {
        var orders = Math.Max(result.Count, 1);
        return new OrderFigures
        {
            Load = load,
            Orders = result.Count,
            PerSecond = result.PerSecond,
            P50Milliseconds = result.Milliseconds(Percentiles[0]),
            P99Milliseconds = result.Milliseconds(Percentiles[1]),
            CommitsPerOrder = (double)costs.Commits / orders,
            WrittenBytesPerOrder = (double)costs.WrittenBytes / orders,
            AllocatedBytesPerOrder = (double)costs.AllocatedBytes / orders,
            ProcessorMicrosecondsPerOrder = costs.Processor.TotalMicroseconds / orders,
            InvocationsPerOrder = (double)invocations / orders,
        };
    }

    public static MarkdownTable Table(IEnumerable<OrderFigures> figures)
    {
        var table = new MarkdownTable(
            "load",
            "orders/s",
            "p50 ms",
            "p99 ms",
            "peer orders/s",
            "ratio",
            "commits/order",
            "syncs/commit",
            "KB written/order",
            "KB allocated/order",
            "CPU µs/order",
            "invocations/order");
        foreach (var f in figures)
        {
            table.Add(
                f.Load,
                $"{f.PerSecond:N0}",
                $"{f.P50Milliseconds:N1}",
                $"{f.P99Milliseconds:N1}",
                f.Peer is { } peer ? $"{peer.PerSecond:N0}" : "-",
                f.Peer is { PerSecond: > 0 } slower ? $"{f.PerSecond / slower.PerSecond:N0} x" : "-",
                $"{f.CommitsPerOrder:N2}",
                f.SyncsPerCommit is { } syncs ? $"{syncs:N2}" : "-",
                $"{f.WrittenBytesPerOrder / 1000:N1}",
                $"{f.AllocatedBytesPerOrder / 1000:N1}",
                $"{f.ProcessorMicrosecondsPerOrder:N0}",
                $"{f.InvocationsPerOrder:N1}");
        }

        return table;
    }
}
