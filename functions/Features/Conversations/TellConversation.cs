using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Adds an order's notices to its conversation, once for each timeline entry.</summary>
public sealed class TellConversation(ConversationStore conversations, Queues queues, ILogger<TellConversation> log)
{
    /// <summary>Adds a notice to the conversation. What goes to Instagram is sent from a queue of its own, and so is a notice that
    /// cannot be added: it becomes a dead letter there, and does not hold up later notices.</summary>
    /// <exception cref="Exception">A dependency is down.</exception>
    public async Task TellAsync(Order order, OrderNotice notice, CancellationToken cancellationToken)
    {
        try
        {
            if (await AppendAsync(order, notice.ConversationId, notice.Entry, cancellationToken) is { IsOnInstagram: true })
                await queues.SendAsync(
                    Queues.OutboundChat, new OutboundChat(notice.ConversationId), notice.Key, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (!OutageBackoff.Passes(e) && !cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "{Notice} could not be added to its conversation, and is sent to {Queue}.", notice.Key, Queues.OutboundChat);
            await queues.SendAsync(Queues.OutboundChat, notice, notice.Key, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Adds a notice to the conversation.</summary>
    /// <returns>The conversation; null when nobody is notified, or it does not exist.</returns>
    public async Task<Conversation?> AppendAsync(
        Order order, string conversationId, TimelineEntry entry, CancellationToken cancellationToken)
    {
        var notices = NoticeTexts.InAllLanguages(order, entry);
        if (notices.Count == 0)
            return null;
        if (await conversations.FindStoredAsync(conversationId, cancellationToken) is not { } read)
        {
            log.LogError("There is no conversation {ConversationId} for a notice.", conversationId);
            return null;
        }

        var language = read.Conversation.LanguageFor(order);
        var replies = RepliesTo(order, entry, language);
        MessageDraft[] drafts =
        [
            .. notices.Select(notice => DraftOf(read.Conversation, order.Id, entry, notice, replies, language) with
            {
                BuyerReads = order.BuyerReads,
            }),
        ];
        return (await conversations.AppendAsync(read, drafts, cancellationToken) ?? read).Conversation;
    }

    // A date is asked for in words and agreed to by a tap: both must mean the same date, or nothing is offered.
    internal static IReadOnlyList<OfferedReply>? RepliesTo(Order order, TimelineEntry entry, string language) =>
        entry.Event is { Type: OrderEventType.ShipByExtensionAsked, Detail: { } detail }
        && order.Extension is { State: ExtensionState.Asked } asked
        && detail.StartsWith(ShipByTransitions.Told(asked.Until, null), StringComparison.Ordinal)
            ?
            [
                new(AnswerWords.Of(language).Text("reply.wait"), BuyerIntent.Wait(order.Id, asked.Until, agrees: true)),
                new(AnswerWords.Of(language).Text("reply.no-wait"), BuyerIntent.Wait(order.Id, asked.Until, agrees: false)),
            ]
            : null;

    internal static MessageDraft DraftOf(
        Conversation conversation,
        string orderId,
        TimelineEntry entry,
        Notice notice,
        IReadOnlyList<OfferedReply>? replies = null,
        string language = Languages.Default) =>
        new(MessageSource.ChatPay, $"{orderId}-{entry.Number}-{notice.Audience}", Author.ChatPay, notice.Text)
        {
            Audience = notice.Audience,
            Translations = notice.Translations,
            Order = new OrderCard(orderId, entry.Event.Type, entry.Event.Amount),
            Send =
                conversation.IsOnInstagram && notice.Audience != Audience.Seller
                    ? new PendingSend(entry.Event.Type == OrderEventType.PaymentRequested ? orderId : null)
                    {
                        Language = language,
                        Replies = replies,
                        AsCard = replies is not null,
                    }
                    : null,
        };
}
