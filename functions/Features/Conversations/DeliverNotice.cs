using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Conversations.Instagram;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Tells a conversation what happened to an order, once for each entry of its timeline, and sends to Instagram what
/// the conversation has promised.</summary>
public sealed class DeliverNotice(
    ConversationStore conversations, OrderStore orders, InstagramOutbox outbox, RetryingConsumer consumer, ILogger<DeliverNotice> log)
{
    [Function(nameof(DeliverNotice))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.OutboundChat, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<OutboundChat>(Queues.OutboundChat, message, DeliverAsync, cancellationToken);

    private async Task DeliverAsync(OutboundChat outbound, CancellationToken cancellationToken)
    {
        if (await conversations.FindStoredAsync(outbound.ConversationId, cancellationToken) is not { } read)
        {
            log.LogError("There is no conversation {ConversationId} to tell anything.", outbound.ConversationId);
            return;
        }

        var conversation = read.Conversation;
        if (outbound is { OrderId: { } orderId, Entry: { } entry } && await orders.FindAsync(orderId, cancellationToken) is { } stored)
        {
            foreach (var notice in NoticeTexts.For(stored.Order, entry))
            {
                var draft = DraftOf(conversation, orderId, entry, notice, RepliesTo(stored.Order, entry));
                read = await conversations.AppendAsync(read, draft, cancellationToken) ?? read;
            }
        }

        if (conversation.IsOnInstagram)
            await outbox.FlushAsync(conversation.Id, cancellationToken);
    }

    // A date is asked for in words and agreed to by a tap: both name the same one, or nothing is offered.
    internal static IReadOnlyList<OfferedReply>? RepliesTo(Order order, TimelineEntry entry) =>
        entry.Event is { Type: OrderEventType.ShipByExtensionAsked, Detail: { } detail }
        && order.Extension is { State: ExtensionState.Asked } asked
        && detail.StartsWith(ShipByTransitions.Told(asked.Until, null), StringComparison.Ordinal)
            ?
            [
                new("I agree to wait", BuyerIntent.Wait(order.Id, asked.Until, agrees: true)),
                new("I do not agree", BuyerIntent.Wait(order.Id, asked.Until, agrees: false)),
            ]
            : null;

    internal static MessageDraft DraftOf(
        Conversation conversation, string orderId, TimelineEntry entry, Notice notice, IReadOnlyList<OfferedReply>? replies = null) =>
        new(MessageSource.ChatPay, $"{orderId}-{entry.Number}-{notice.Audience}", Author.ChatPay, notice.Text)
        {
            Audience = notice.Audience,
            Order = new OrderCard(orderId, entry.Event.Type, entry.Event.Amount),
            Send =
                conversation.IsOnInstagram && notice.Audience != Audience.Seller
                    ? new PendingSend(entry.Event.Type == OrderEventType.PaymentRequested ? orderId : null)
                    {
                        Replies = replies,
                        AsCard = replies is not null,
                    }
                    : null,
        };
}
