using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Sellers;
using ChatPay.Functions.Shared.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Chat.Instagram;

/// <summary>Writes into the conversation what was said on Instagram, once for each message id, and lets go out what waited
/// for the user to write.</summary>
public sealed class ProcessInstagramMessage(
    InstagramConnections connections, ConversationStore conversations, InstagramOutbox outbox, GrantWish wishes, Queues queues, PatientConsumer consumer,
    TimeProvider time, ILogger<ProcessInstagramMessage> log)
{
    [Function(nameof(ProcessInstagramMessage))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.InboundChat, Connection = Queues.Connection)] ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        consumer.RunAsync<InstagramEvent>(Queues.InboundChat, message, ProcessAsync, cancellationToken);

    private async Task ProcessAsync(InstagramEvent said, CancellationToken cancellationToken)
    {
        if (await connections.FindSellerAsync(said.AccountId, cancellationToken) is not { } seller)
        {
            log.LogWarning("Something was said to the Instagram account {AccountId}, which no seller has connected.", said.AccountId);
            return;
        }

        var id = Conversation.IdOf(said.BuyerId, seller.Id);
        await (said.Kind switch
        {
            InstagramEventKind.Deleted => EmptyAsync(id, said, cancellationToken),
            InstagramEventKind.Echo => EchoAsync(said, seller, cancellationToken),
            _ => SaidAsync(said, seller, cancellationToken),
        });
    }

    private async Task SaidAsync(InstagramEvent said, Seller seller, CancellationToken cancellationToken)
    {
        var conversation = await OpenAsync(said, seller, cancellationToken);
        var (message, _) = await conversations.AppendAsync(
            conversation.Id, DraftOf(said, Author.Buyer) with { WrittenByUserAt = said.At ?? time.GetUtcNow() }, cancellationToken);
        if (BuyerWish.Of(said.Payload, said.Text) is { } wish)
            await wishes.RunAsync(conversation, message.Id, wish, cancellationToken);
        if (await outbox.HasPendingAsync(conversation.Id, cancellationToken))
            await queues.SendAsync(Queues.OutboundChat, new OutboundChat(conversation.Id), cancellationToken: cancellationToken);
    }

    // An echo of what we sent finds its message; any other is the seller's own words, said in Instagram itself.
    private async Task EchoAsync(InstagramEvent said, Seller seller, CancellationToken cancellationToken)
    {
        var conversation = await OpenAsync(said, seller, cancellationToken);
        // It may overtake the answer to our own sending; the message id is known when that is over.
        await outbox.WaitForSendingAsync(conversation.Id, cancellationToken);
        if (!await outbox.SettleByEchoAsync(conversation.Id, said.Mid, said.Text, cancellationToken))
            await conversations.AppendAsync(conversation.Id, DraftOf(said, Author.Seller), cancellationToken);
    }

    private async Task EmptyAsync(string conversationId, InstagramEvent said, CancellationToken cancellationToken)
    {
        var id = DraftOf(said, Author.Buyer).IdIn(conversationId);
        if (await conversations.FindMessageAsync(conversationId, id, cancellationToken) is { } message)
            await conversations.EmptyAsync(conversationId, message, cancellationToken);
        else
            log.LogInformation("A message that is not here was taken back on Instagram.");
    }

    private Task<Conversation> OpenAsync(InstagramEvent said, Seller seller, CancellationToken cancellationToken) => conversations.OpenAsync(
        new Conversation
        {
            Id = Conversation.IdOf(said.BuyerId, seller.Id),
            BuyerId = said.BuyerId,
            SellerId = seller.Id,
            SellerName = seller.BusinessName,
            OpenedAt = time.GetUtcNow(),
            Channel = Channel.Instagram,
            InstagramAccountId = said.AccountId,
            InstagramUserId = said.UserId,
        },
        cancellationToken);

    private static MessageDraft DraftOf(InstagramEvent said, Author from) =>
        new(MessageSource.Instagram, said.Mid, from, said.Text) { Attachments = said.Attachments };
}
