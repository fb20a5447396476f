using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Tells a conversation what happened to an order, once for each entry of its timeline.</summary>
public sealed class TellConversation(ConversationStore conversations, Queues queues, ILogger<TellConversation> log)
{
    /// <summary>Adds to the conversation what it is told. What goes to Instagram is sent from a queue of its own, and what cannot be told
    /// goes there too: it becomes a dead letter there, and keeps nothing that happened later from being told.</summary>
    /// <exception cref="Exception">What it needs is down.</exception>
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
            log.LogError(e, "{Notice} cannot be told in its conversation, and goes to {Queue}.", notice.Key, Queues.OutboundChat);
            await queues.SendAsync(Queues.OutboundChat, notice, notice.Key, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Adds to the conversation what it is told.</summary>
    /// <returns>The conversation; null when it is told nothing, or is not there.</returns>
    public async Task<Conversation?> AppendAsync(
        Order order, string conversationId, TimelineEntry entry, CancellationToken cancellationToken)
    {
        var notices = NoticeTexts.For(order, entry);
        if (notices.Count == 0)
            return null;
        if (await conversations.FindStoredAsync(conversationId, cancellationToken) is not { } read)
        {
            log.LogError("There is no conversation {ConversationId} to tell anything.", conversationId);
            return null;
        }

        var replies = RepliesTo(order, entry);
        MessageDraft[] drafts = [.. notices.Select(notice => DraftOf(read.Conversation, order.Id, entry, notice, replies))];
        return (await conversations.AppendAsync(read, drafts, cancellationToken) ?? read).Conversation;
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
