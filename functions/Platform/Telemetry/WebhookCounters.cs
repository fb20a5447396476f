using System.Diagnostics.Metrics;

namespace ChatPay.Functions.Platform.Telemetry;

/// <summary>Counts webhook entries that are ignored: they raise no alert, and a rise means that something has changed at the
/// provider.</summary>
public sealed class WebhookCounters
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ChatPay";

    /// <summary>Entries, by <c>provider</c> and <c>reason</c> (<c>unknown-object</c>, <c>unknown</c>, <c>malformed</c>,
    /// <c>test</c>, <c>to-oneself</c>).</summary>
    public const string Ignored = "chatpay.webhook.ignored";

    private readonly Counter<long> _ignored;

    public WebhookCounters(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _ignored = meters.Create(MeterName).CreateCounter<long>(Ignored, "{entry}", "Entries of genuine webhooks that were left alone.");
    }

    /// <summary>Counts ignored entries; zero counts nothing.</summary>
    public void Count(string provider, string reason, int entries)
    {
        if (entries > 0)
            _ignored.Add(entries, new("provider", provider), new("reason", reason));
    }
}
