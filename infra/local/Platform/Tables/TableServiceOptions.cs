using ChatPay.Local.Clock;

namespace ChatPay.Local.Tables;

/// <summary>How the table service starts.</summary>
public sealed record TableServiceOptions
{
    /// <summary>The file of the entities.</summary>
    public required string DataFile { get; init; }

    /// <summary>Provides the timestamps, and tracks requests as work.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1; Azurite's by default, 0 takes a free one.</summary>
    public int Port { get; init; } = 10002;

    /// <summary>How many entities one response may scan. A query that finds no match among them returns an empty page and a
    /// continuation, like the real service; small values show whether a client can handle that.</summary>
    public int ScanLimit { get; init; } = 20_000;

    /// <summary>The latency added to each request, by the clock, as if over a network: it exposes code that waits for many requests
    /// in a row.</summary>
    public TimeSpan RoundTrip { get; init; }
}
