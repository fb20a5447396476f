using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Http;

/// <summary>The latency of one call of a sale, with near and with distant tables.</summary>
/// <param name="Call">The call.</param>
/// <param name="NearMilliseconds">The median, with the tables on this machine.</param>
/// <param name="FarMilliseconds">The median, with each request to the tables taking longer.</param>
/// <param name="WayMilliseconds">The added time per request, in milliseconds.</param>
internal sealed record CallLatency(string Call, double NearMilliseconds, double FarMilliseconds, double WayMilliseconds)
{
    /// <summary>The number of sequential table requests that the caller waits for.</summary>
    public double InARow => (FarMilliseconds - NearMilliseconds) / WayMilliseconds;

    public static MarkdownTable Table(IReadOnlyList<CallLatency> calls)
    {
        var table = new MarkdownTable("call, one at a time", "p50 ms", $"p50 ms with {calls[0].WayMilliseconds:N0} ms", "in a row");
        foreach (var call in calls)
            table.Add(call.Call, $"{call.NearMilliseconds:N1}", $"{call.FarMilliseconds:N1}", $"{call.InARow:N1}");
        return table;
    }
}
