using System.Text;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.Instagram;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.Conversations.Instagram;

/// <summary>Composes what is sent for a message. A pay link is created here, at the last moment, and never stored: it lets its
/// bearer pay.</summary>
internal sealed class OutgoingMessages(OrderStore orders, PayLinks links)
{
    /// <summary>What Instagram gets, in order: the text, or for a payment request the card with its buttons, followed by the same
    /// as text, because Instagram's desktop site does not show cards. Empty when it has become pointless: a request that waited for
    /// the window and has ended.</summary>
    public async Task<IReadOnlyList<InstagramMessage>> ForAsync(
        ChatMessage message,
        PendingSend pending,
        CancellationToken cancellationToken)
    {
        if (pending.PayOrderId is not { } orderId)
            return PartsOf(message, pending);
        if (await orders.FindAsync(orderId, cancellationToken) is not { Order: { Request: RequestState.Sent } order })
            return [];

        var (words, text) = (AnswerWords.Of(LanguageOf(pending)), message.TextIn(LanguageOf(pending)));
        var link = await links.PayAsync(order, cancellationToken);
        var below = "\n" + link.AbsoluteUri;
        return
        [
            InstagramMessage.WithButtons(
                Utf8Text.Fit(text, InstagramMessage.MaxCardTextLength),
                InstagramButton.Link(words.Text("pay"), link),
                InstagramButton.Postback(words.Text("reply.no"), BuyerIntent.Decline(orderId))),
            InstagramMessage.Plain(
                Utf8Text.Fit(text, InstagramMessage.MaxTextLength - Encoding.UTF8.GetByteCount(below)) + below,
                RepliesTo(message, words)),
        ];
    }

    // Rows of earlier versions have no language.
    private static string LanguageOf(PendingSend pending) => pending.Language ?? Languages.Default;

    private static List<InstagramMessage> PartsOf(ChatMessage message, PendingSend pending)
    {
        var text = message.TextIn(LanguageOf(pending));
        IReadOnlyList<InstagramQuickReply> replies = pending.Replies is { } offered
            ? [.. offered.Select(reply => new InstagramQuickReply(reply.Title, reply.Payload))]
            : RepliesTo(message, AnswerWords.Of(LanguageOf(pending)));
        var parts = new List<InstagramMessage>();
        if (pending is { AsCard: true, Replies: { } buttons })
        {
            parts.Add(
                InstagramMessage.WithButtons(
                    Utf8Text.Fit(text, InstagramMessage.MaxCardTextLength),
                    [.. buttons.Select(reply => InstagramButton.Postback(reply.Title, reply.Payload))]));
        }

        // The replies belong under the last of several parts.
        var texts = Utf8Text.Split(text, InstagramMessage.MaxTextLength);
        parts.AddRange(texts.Select((part, i) => InstagramMessage.Plain(part, i == texts.Count - 1 ? replies : [])));
        return parts;
    }

    /// <summary>The replies to offer under the message.</summary>
    private static IReadOnlyList<InstagramQuickReply> RepliesTo(ChatMessage message, PageWords words) =>
        message.Order switch
        {
            null => [],
            { Event: OrderEventType.PaymentRequested, OrderId: var orderId } =>
            [
                new(words.Text("reply.no"), BuyerIntent.Decline(orderId)),
                new(words.Text("reply.link"), BuyerIntent.Pay(orderId)),
            ],
            _ => [new(words.Text("reply.status"), BuyerIntent.Status)],
        };
}
