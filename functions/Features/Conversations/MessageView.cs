using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A message as the conversation's participants see it.</summary>
/// <param name="Id"><c>msg-…</c></param>
/// <param name="At">When it arrived, UTC.</param>
/// <param name="SaidAt">When it was written, UTC, if that was elsewhere and earlier: Instagram's messages may arrive late and in
/// any order.</param>
/// <param name="From">The author.</param>
/// <param name="Kind">Text, or news about an order.</param>
/// <param name="Text">Plain text; markup in it has no effect. What ChatPay wrote is in a language of <c>Accept-Language</c>: English,
/// Italian or Spanish.</param>
/// <param name="Order">The card of an order's news.</param>
/// <param name="Attachments">Links to the attachments on Instagram.</param>
/// <param name="ClientMessageId">The caller's own id, on their own messages.</param>
/// <param name="Deleted">True when its author has deleted it.</param>
/// <param name="Shown">What it shows besides its text on Instagram; <c>text</c> describes it in words.</param>
/// <param name="About">What it replies to on Instagram, or where its author came from: a story, a product, an ad, an earlier
/// message, a link.</param>
/// <param name="Edited">True when its author has edited it.</param>
/// <param name="EarlierTexts">The earlier texts, the oldest first.</param>
/// <param name="Undelivered">True when Instagram refused it for good and the buyer has not seen it; for the seller.</param>
/// <param name="Language">The language of the text, a BCP 47 tag, if ChatPay wrote it.</param>
public sealed record MessageView(
    string Id,
    DateTimeOffset At,
    DateTimeOffset? SaidAt,
    Author From,
    MessageKind Kind,
    string Text,
    OrderCard? Order,
    IReadOnlyList<Uri>? Attachments,
    string? ClientMessageId,
    bool? Deleted,
    IReadOnlyList<SharedItem>? Shown,
    IReadOnlyList<SharedItem>? About,
    bool? Edited,
    IReadOnlyList<string>? EarlierTexts,
    bool? Undelivered,
    string? Language)
{
    internal static MessageView For(ChatMessage message, Author reader, string language) =>
        new(
            message.Id,
            message.At,
            message.SaidAt,
            message.From,
            message.Kind,
            message.TextIn(language),
            message.Order,
            message.Attachments,
            message.From == reader ? message.ClientMessageId : null,
            message.Deleted ? true : null,
            message.Shown,
            message.About,
            message.Versions is null ? null : true,
            message.Versions is { Count: > 1 } all ? [.. all.SkipLast(1).Select(v => v.Text)] : null,
            message.Undelivered && reader == Author.Seller ? true : null,
            message.From != Author.ChatPay ? null
                : message.Translations?.ContainsKey(language) == true ? language
                : Languages.Default);
}
