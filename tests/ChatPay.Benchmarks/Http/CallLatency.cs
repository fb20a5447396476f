using ChatPay.Benchmarks.Measure;

namespace ChatPay.Benchmarks.Http;

/// <summary>How long one call of a sale takes, without and with a way to the tables.</summary>
/// <param name="Call">Which.</param>
/// <param name="NearMilliseconds">The median, with the tables on this machine.</param>
/// <param name="FarMilliseconds">The median, with each request to the tables taking longer.</param>
/// <param name="WayMilliseconds">How much longer.</param>
internal sealed record CallLatency(string Call, double NearMilliseconds, double FarMilliseconds, double WayMilliseconds)
{
    /// <summary>Requests to the tables that the caller waits for, one after another.</summary>
    public double InARow => (FarMilliseconds - NearMilliseconds) / WayMilliseconds;

    public static MarkdownTable Table(IReadOnlyList<CallLatency> calls)
    {
        var table = new MarkdownTable("call, one at a time", "p50 ms", $"p50 ms with {calls[0].WayMilliseconds:N0} ms", "in a row");
        foreach (var call in calls)
            table.Add(call.Call, $"{call.NearMilliseconds:N1}", $"{call.FarMilliseconds:N1}", $"{call.InARow:N1}");
        return table;
    }
}
