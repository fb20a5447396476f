using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Platform.Alerts;

/// <summary>Enqueues mail about new alerts: one digest for all that are opened within five minutes, however many they are. It is
/// enqueued before the alert is written, and lists what is there when it is sent: a crash in between loses no mail.</summary>
public sealed class AlertNotices(Queues queues, IOptions<AlertOptions> options, TimeProvider time, ILogger<AlertNotices> log)
{
    // An alert waits no longer than this for the queue.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly CallRest _rest = new(time, TimeSpan.FromMinutes(1));
    private readonly IReadOnlyList<string> _addresses = options.Value.Addresses;
    private long _enqueued;

    /// <summary>Enqueues the digest of an alert that is about to be opened, unless it already is. If the queue is down, the alert is
    /// shown to operators, but not mailed.</summary>
    /// <param name="openedAt">When the alert is opened, UTC.</param>
    /// <param name="cancellationToken">Cancels the call; the digest may have been enqueued.</param>
    public async Task EnqueueAsync(DateTimeOffset openedAt, CancellationToken cancellationToken)
    {
        var from = AlertDigest.StartOf(openedAt);
        // The queue drops the repeats of other instances.
        if (_addresses.Count == 0 || Interlocked.Read(ref _enqueued) == from.UtcTicks)
            return;
        if (_rest.IsOn)
        {
            log.LogWarning("Alerts opened from {From} on may not be mailed: the queue was down a moment ago.", from);
            return;
        }

        using var late = new CancellationTokenSource(Limit, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            foreach (var digest in _addresses.Select((_, index) => new AlertDigest(from, index + 1)))
                await queues.SendAsync(
                    Queues.OutboundMail, new OutboundMail(Alerts: digest), digest.Id, digest.DueAt - time.GetUtcNow(), over.Token);
            Interlocked.Exchange(ref _enqueued, from.UtcTicks);
        }
#pragma warning disable CA1031 // An alert that is not mailed is better than none.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _rest.Begin();
            log.LogError(e, "Alerts opened from {From} on may not be mailed: the queue did not take the message.", from);
        }
    }
}
