using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Conversations.Instagram;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Sends a conversation's pending messages to Instagram. An order's notice is added to the conversation here if that
/// failed at first (<see cref="TellConversation"/>).</summary>
public sealed class DeliverNotice(
    ConversationStore conversations, OrderStore orders, TellConversation chat, InstagramOutbox outbox, RetryingConsumer consumer)
{
    [Function(nameof(DeliverNotice))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.OutboundChat, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<OutboundChat>(Queues.OutboundChat, message, DeliverAsync, cancellationToken);

    private async Task DeliverAsync(OutboundChat outbound, CancellationToken cancellationToken)
    {
        if (outbound is { OrderId: { } orderId, Entry: { } entry } && await orders.FindAsync(orderId, cancellationToken) is { } stored)
            await chat.AppendAsync(stored.Order, outbound.ConversationId, entry, cancellationToken);
        if (await conversations.FindAsync(outbound.ConversationId, cancellationToken) is { IsOnInstagram: true } conversation)
            await outbox.FlushAsync(conversation.Id, cancellationToken);
    }
}
