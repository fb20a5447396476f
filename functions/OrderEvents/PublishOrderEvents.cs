using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared.Http;
using ChatPay.Functions.Shared.Messaging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.OrderEvents;

/// <summary>Tells other systems what happened to an order: on the topic, and in the seller's feed. It bears being repeated.</summary>
public sealed class PublishOrderEvents(Queues queues, OrderFeed feed, IOptions<PublicAddress> address)
{
    public async Task RunAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        var happened = OrderCloudEvent.Of(notice, address.Value.Of(""));
        await feed.AppendAsync(happened, cancellationToken);
        await queues.PublishAsync(happened, happened.Id, happened.Type, OrderCloudEvent.MediaType, cancellationToken);
    }
}
