using ChatPay.Functions.Features.PaymentRequests;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>Handles what a buyer wants from ChatPay, for the buyer's own orders in the conversation. It is idempotent: a message
/// gets one answer.</summary>
public sealed class HandleBuyerIntent(
    ConversationStore conversations,
    ConversationOrders orders,
    OrderStore store,
    EndRequest end,
    TimeProvider time)
{
    private const int MaxComplaintLength = 1_000;

    /// <param name="conversation">The conversation in which the buyer wrote.</param>
    /// <param name="messageId">The buyer's message.</param>
    /// <param name="wish">The buyer's intent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task RunAsync(Conversation conversation, string messageId, BuyerIntent wish, CancellationToken cancellationToken)
    {
        if (wish.Kind == BuyerWishKind.Help)
        {
            var own = await orders.OfAsync(conversation, cancellationToken);
            var reads = conversation.LanguageFor(own);
            await AnswerAsync(
                conversation,
                messageId,
                language => HelpTexts.For(own, conversation.IsOnInstagram, language),
                new PendingSend { Replies = HelpTexts.RepliesFor(own, messageId, reads), Language = reads },
                cancellationToken);
            return;
        }

        // The payload comes from outside: an order that is not one of this buyer's in this conversation is ignored. It is read by its
        // id, because a seller can make any list as long as they like.
        var named = wish.OrderId is { } id ? await orders.FindAsync(conversation, id, cancellationToken) : null;
        // A success is announced by the order's own notice.
        var (done, refusal) = named is null ? (false, null) : await TryAsync(conversation, messageId, named, wish, cancellationToken);
        if (done)
            return;
        var payOrderId = wish.Kind == BuyerWishKind.Pay && named is { Request: RequestState.Sent } ? named.Id : null;
        var about = named is null ? await orders.OfAsync(conversation, cancellationToken) : [named];
        await AnswerAsync(
            conversation,
            messageId,
            language => (refusal is null ? "" : Say(refusal, language) + "\n") + StatusTexts.For(about, language),
            new PendingSend(payOrderId) { Language = conversation.LanguageFor(about) },
            cancellationToken);
    }

    // The reason itself is English, for callers of the API.
    private static string Say(Refusal refusal, string language)
    {
        var (words, key) = (AnswerWords.Of(language), $"refusal.{refusal.Code}");
        return language == Languages.Default ? refusal.Detail : words.Text(words.Knows(key) ? key : "refusal.other");
    }

    private Task AnswerAsync(
        Conversation conversation,
        string messageId,
        Func<string, string> say,
        PendingSend send,
        CancellationToken cancellationToken) =>
        conversations.AppendAsync(
            conversation.Id,
            MessageDraft.OfChatPay($"answer-{messageId}", say) with
            {
                Send = conversation.IsOnInstagram ? send : null,
            },
            cancellationToken);

    /// <returns>Whether it is done; otherwise the reason, or null where the order's state says it.</returns>
    private async Task<(bool Done, Refusal? Why)> TryAsync(
        Conversation conversation,
        string messageId,
        Order order,
        BuyerIntent wish,
        CancellationToken cancellationToken) =>
        wish.Kind switch
        {
            BuyerWishKind.Decline => (await TryDeclineAsync(order, cancellationToken), null),
            BuyerWishKind.Wait or BuyerWishKind.DoNotWait => await TryChangeAsync(
                order,
                o =>
                    o.Extension is { State: ExtensionState.Asked } asked
                    && asked.Until.ToUnixTimeSeconds() != wish.Until?.ToUnixTimeSeconds()
                        ? Decision.Refuse("asked-again", "The seller has asked for another date since: answer that one.")
                        : ShipByTransitions.Answer(o, wish.Kind == BuyerWishKind.Wait, time.GetUtcNow()),
                cancellationToken),
            BuyerWishKind.Refund => await TryChangeAsync(
                order,
                o => RefundDecisions.Request(o, new RefundRequest(All: true), AskedBy(conversation, messageId), time.GetUtcNow()),
                cancellationToken),
            BuyerWishKind.Complain => await TryComplainAsync(conversation, messageId, order, wish.MessageId!, cancellationToken),
            _ => (false, null),
        };

    private async Task<(bool Done, Refusal? Why)> TryComplainAsync(
        Conversation conversation, string messageId, Order order, string aboutId, CancellationToken cancellationToken)
    {
        // The complaint is a message of the buyer's in this conversation; its id was in the payload, and comes from outside.
        if (await conversations.FindMessageAsync(conversation.Id, aboutId, cancellationToken)
            is not { From: Author.Buyer, Text: { Length: > 0 } words })
            return (false, null);
        return await TryChangeAsync(
            order,
            o => ComplaintTransitions.File(o, Utf8Text.Fit(words, MaxComplaintLength), AskedBy(conversation, messageId), time.GetUtcNow()),
            cancellationToken);
    }

    private async Task<(bool Done, Refusal? Why)> TryChangeAsync(
        Order order, Func<Order, Decision> change, CancellationToken cancellationToken)
    {
        var refusal = (await store.ChangeAsync(order.Id, change, cancellationToken)).Refusal;
        return (refusal is null, refusal);
    }

    /// <returns>False when it is too late.</returns>
    private async Task<bool> TryDeclineAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            await end.RunAsync(order.Id, RequestTransitions.Decline, cancellationToken);
            return true;
        }
        catch (ProblemException e) when (e.Status == 409)
        {
            return false;
        }
    }

    // The tap is a message, and a repeated tap is the same message.
    private static IdempotencyRecord AskedBy(Conversation conversation, string messageId) =>
        new(Ids.Derived("key", conversation.BuyerId, messageId), messageId);
}
