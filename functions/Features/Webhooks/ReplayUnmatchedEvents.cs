using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>Checks each night whether the orders of stored events have appeared (after tables were restored, for example), and then
/// handles the events. After 30 days an event is taken to belong to another installation.</summary>
public sealed class ReplayUnmatchedEvents(
    UnmatchedPayPalEvent orphans,
    OrderStore orders,
    Queues queues,
    OperatorAlerts attention,
    TimeProvider time,
    ILogger<ReplayUnmatchedEvents> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    [Function(nameof(ReplayUnmatchedEvents))]
    public async Task RunAsync([TimerTrigger("%OrphanReplaySchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var row in await orphans.ListAsync(cancellationToken))
        {
            try
            {
                await LookAsync(UnmatchedPayPalEvent.Of(row), cancellationToken);
            }
#pragma warning disable CA1031 // One failure must not affect the others.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(e, "The waiting event {Key} was not handled; the next night tries again.", row.RowKey);
            }
        }
    }

    private async Task LookAsync(Orphan orphan, CancellationToken cancellationToken)
    {
        var (news, at) = orphan;
        if (await IsHereAsync(news, cancellationToken))
        {
            // Sent before it is deleted: a crash in between sends it twice, which the consumer tolerates.
            await queues.SendAsync(
                Queues.InboundPayments,
                news,
                $"{news.Key}-{time.GetUtcNow().Ticks}",
                cancellationToken: cancellationToken);
            await orphans.RemoveAsync(news, cancellationToken);
        }
        else if (time.GetUtcNow() - at > Patience)
        {
            await attention.RaiseOnceAsync(
                "orphan-news",
                news.EventId,
                $"PayPal's event {news.EventId} ({news.EventType}) waited 30 days for an order that never appeared.",
                "If the order should be here, restore it and resend the event from PayPal's dashboard.",
                news.OrderId,
                happenedAt: null,
                cancellationToken);
            log.LogWarning(
                "PayPal's event {EventId} ({EventType}) waited 30 days for an order that never appeared.",
                news.EventId,
                news.EventType);
            await orphans.RemoveAsync(news, cancellationToken);
        }
    }

    private async Task<bool> IsHereAsync(PayPalEvent news, CancellationToken cancellationToken) =>
        news.OrderId is { } orderId && await orders.FindAsync(orderId, cancellationToken) is not null;
}
