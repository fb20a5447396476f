using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Telemetry;

/// <summary>Counts webhook entries that are ignored: they raise no alert, and a rise means that something has changed at the
/// provider. The log says so too, once an hour for each reason: nothing exports the counter on Azure.</summary>
public sealed class WebhookCounters
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ChatPay";

    /// <summary>Entries, by <c>provider</c> and <c>reason</c> (<c>unknown-object</c>, <c>unknown</c>, <c>malformed</c>,
    /// <c>test</c>, <c>to-oneself</c>).</summary>
    public const string Ignored = "chatpay.webhook.ignored";

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromHours(1);

    private readonly Counter<long> _ignored;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookCounters> _log;
    private readonly ConcurrentDictionary<(string Provider, string Reason), DateTimeOffset> _warnedAt = new();

    public WebhookCounters(IMeterFactory meters, TimeProvider time, ILogger<WebhookCounters> log)
    {
        ArgumentNullException.ThrowIfNull(meters);
        (_time, _log) = (time, log);
        _ignored = meters.Create(MeterName).CreateCounter<long>(Ignored, "{entry}", "Entries of genuine webhooks that were left alone.");
    }

    /// <summary>Counts ignored entries; zero counts nothing.</summary>
    public void Count(string provider, string reason, int entries)
    {
        if (entries <= 0)
            return;
        _ignored.Add(entries, new("provider", provider), new("reason", reason));
        if (IsToBeSaid((provider, reason)))
            _log.LogWarning(
                "A webhook of {Provider} has entries that are left alone ({Reason}): {Entries}. Others of this reason are not logged for "
                    + "an hour.",
                provider,
                reason,
                entries);
    }

    /// <summary>Whether this reason was not logged within the last hour; of several calls at a time, only one is told so.</summary>
    private bool IsToBeSaid((string Provider, string Reason) of)
    {
        var now = _time.GetUtcNow();
        return _warnedAt.TryGetValue(of, out var at)
            ? now - at >= BetweenWarnings && _warnedAt.TryUpdate(of, now, at)
            : _warnedAt.TryAdd(of, now);
    }
}
