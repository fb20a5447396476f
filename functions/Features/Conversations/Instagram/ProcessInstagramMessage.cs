using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Sellers.InstagramLogin;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Providers.Instagram;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>Adds what was said on Instagram to the conversation, once for each message id, and sends what waited for the user to
/// write.</summary>
public sealed class ProcessInstagramMessage(
    InstagramConnections connections,
    ConversationStore conversations,
    RecordInstagramMessage record,
    InstagramOutbox outbox,
    HandleBuyerIntent wishes,
    Queues queues,
    OrderedConsumer consumer,
    TimeProvider time,
    ILogger<ProcessInstagramMessage> log)
{
    [Function(nameof(ProcessInstagramMessage))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.InboundChat, Connection = Queues.Connection, IsSessionsEnabled = true, AutoCompleteMessages = false)]
            ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        ServiceBusSessionMessageActions session,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<InstagramEvent>(message, actions, session, ProcessAsync, cancellationToken);

    private async Task ProcessAsync(InstagramEvent said, CancellationToken cancellationToken)
    {
        if (await connections.FindSellerAsync(said.AccountId, cancellationToken) is not { } seller)
        {
            log.LogWarning("A message arrived for the Instagram account {AccountId}, which no seller has connected.", said.AccountId);
            return;
        }

        var id = Conversation.IdOf(said.BuyerId, seller.Id);
        await (said.Kind switch
        {
            InstagramEventKind.Deleted => EmptyAsync(id, said, seller, cancellationToken),
            InstagramEventKind.Echo => EchoAsync(said, seller, cancellationToken),
            InstagramEventKind.Referred => ReferredAsync(said, seller, cancellationToken),
            InstagramEventKind.Edited when said.EditNumber > 0 => EditedAsync(said, seller, cancellationToken),
            _ => SaidAsync(said, seller, cancellationToken),
        });
    }

    private async Task SaidAsync(InstagramEvent said, Seller seller, CancellationToken cancellationToken)
    {
        var conversation = await OpenAsync(said, seller, cancellationToken);
        if (said.IsStandby && !conversation.InStandby)
            await TellOfStandbyAsync(conversation, said, cancellationToken);
        var message = await record.RunAsync(
            conversation, DraftOf(said) with { SellerReads = seller.ReadsIn }, cancellationToken);
        if (message.Deleted || said.IsStandby)
            return;
        if (BuyerIntent.Of(said.Payload, said.Text) is { } wish)
            await wishes.RunAsync(conversation with { SellerReads = seller.ReadsIn }, message.Id, wish, cancellationToken);
        if (await outbox.HasPendingAsync(conversation.Id, cancellationToken))
            await queues.SendAsync(Queues.OutboundChat, new OutboundChat(conversation.Id), cancellationToken: cancellationToken);
    }

    // An edited message is for the seller: nothing here acts on it a second time.
    private async Task EditedAsync(InstagramEvent said, Seller seller, CancellationToken cancellationToken) =>
        await record.RunAsync(await OpenAsync(said, seller, cancellationToken), DraftOf(said), cancellationToken);

    private async Task ReferredAsync(InstagramEvent said, Seller seller, CancellationToken cancellationToken)
    {
        var conversation = await OpenAsync(said, seller, cancellationToken);
        // It shows what the buyer came through beside its text.
        var through = said.About is [.., var last] ? " " + last.Label() : "";
        await conversations.AppendAsync(
            conversation.Id,
            new MessageDraft(MessageSource.Instagram, said.Mid, Author.ChatPay, Say(Languages.Default))
            {
                Translations = Languages.Translate(Say),
                Audience = Audience.Seller,
                About = said.About,
            },
            cancellationToken);

        string Say(string language) => AnswerWords.Of(language)
            .Text("came-through", ("item", language == Languages.Default || said.About is not [.., { Title: { } title }] ? through : $" [{title}]"));
    }

    private Task TellOfStandbyAsync(Conversation conversation, InstagramEvent said, CancellationToken cancellationToken) =>
        conversations.AppendAsync(
            conversation.Id,
            MessageDraft.OfChatPay($"standby-{said.Mid}", language => AnswerWords.Of(language).Text("standby")) with
            {
                Audience = Audience.Seller,
            },
            cancellationToken);

    // An echo of what we sent finds its message; any other is the seller's own, written on Instagram itself.
    private async Task EchoAsync(InstagramEvent said, Seller seller, CancellationToken cancellationToken)
    {
        var conversation = await OpenAsync(said, seller, cancellationToken);
        if (await conversations.FindMessageAsync(conversation.Id, DraftOf(said).IdIn(conversation.Id), cancellationToken) is not null)
            return;

        // It may overtake the response to our own sending; the message id is known once that ends. The conversation waits for it.
        await outbox.WaitForSendingAsync(conversation.Id, cancellationToken);
        if (!await outbox.SettleByEchoAsync(conversation.Id, said, cancellationToken))
            await conversations.AppendAsync(conversation.Id, DraftOf(said), cancellationToken);
    }

    // Webhooks come in any order: a message deleted before it arrived leaves an empty position, and never appears later.
    private async Task EmptyAsync(string conversationId, InstagramEvent said, Seller seller, CancellationToken cancellationToken)
    {
        await OpenAsync(said, seller, cancellationToken);
        var (message, isNew) = await conversations.AppendAsync(
            conversationId,
            DraftOf(said) with
            {
                Text = "",
                Attachments = null,
                Shown = null,
                About = null,
                Deleted = true,
            },
            cancellationToken);
        if (!isNew && !message.Deleted)
            await conversations.EmptyAsync(conversationId, message, cancellationToken);
    }

    private Task<Conversation> OpenAsync(InstagramEvent said, Seller seller, CancellationToken cancellationToken) =>
        conversations.OpenAsync(
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
                SellerReads = seller.ReadsIn,
            },
            cancellationToken);

    private MessageDraft DraftOf(InstagramEvent said) =>
        new(MessageSource.Instagram, said.Mid, said.ByAccount ? Author.Seller : Author.Buyer, said.Line)
        {
            Attachments = said.Attachments,
            Shown = said.Shown,
            About = said.About,
            EditNumber = said.EditNumber,
            InStandby = said.ByAccount ? null : said.IsStandby,
            SaidAt = said.At ?? time.GetUtcNow(),
        };
}
