using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.OrderEvents;

/// <summary>Publishes order events to other systems: on the topic, and in the seller's feed. It is idempotent.</summary>
public sealed class PublishOrderEvents(Queues queues, OrderFeed feed, IOptions<PublicAddress> address)
{
    /// <summary>Appends to the seller's feed, all events of one order at once.</summary>
    public Task AppendAsync(IEnumerable<OrderNotice> notices, CancellationToken cancellationToken) =>
        feed.AppendAsync(notices.Select(Of), cancellationToken);

    /// <summary>Publishes on the topic.</summary>
    public Task PublishAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        var happened = Of(notice);
        return queues.PublishAsync(happened, happened.Id, happened.Type, OrderCloudEvent.MediaType, cancellationToken);
    }

    private OrderCloudEvent Of(OrderNotice notice) => OrderCloudEvent.Of(notice, address.Value.Of(""));
}
