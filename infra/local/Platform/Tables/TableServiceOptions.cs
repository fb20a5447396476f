using ChatPay.Local.Clock;

namespace ChatPay.Local.Tables;

/// <summary>What the table service runs on.</summary>
public sealed record TableServiceOptions
{
    /// <summary>Where the entities are kept.</summary>
    public required string DataFile { get; init; }

    /// <summary>Gives the timestamps, and waits for requests.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes any. Azurite's by default.</summary>
    public int Port { get; init; } = 10002;

    /// <summary>How many entities one answer may look at. A query that finds none among them gets an empty page and a
    /// continuation, as the real service gives it; small values show whether a client can live with that.</summary>
    public int ScanLimit { get; init; } = 20_000;

    /// <summary>How much longer each request takes, as if it came over a network: what waits for many of them, one after another, shows.
    /// On the clock.</summary>
    public TimeSpan RoundTrip { get; init; }
}
