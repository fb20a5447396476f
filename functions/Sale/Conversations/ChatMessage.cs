using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Sale.Conversations;

/// <summary>The author of a message.</summary>
public enum Author { Buyer, Seller, ChatPay }

/// <summary>The kind of a message.</summary>
public enum MessageKind
{
    /// <summary>Text from the buyer or the seller. Markup in it is plain text.</summary>
    Text,

    /// <summary>News about an order, with a card.</summary>
    Order,
}

/// <summary>Who may see a message.</summary>
public enum Audience { Both, Buyer, Seller }

/// <summary>The card of an order's message.</summary>
/// <param name="OrderId">The order's id.</param>
/// <param name="Event">What happened.</param>
/// <param name="Amount">The amount concerned.</param>
public sealed record OrderCard(string OrderId, OrderEventType Event, Money? Amount);

/// <summary>A message as stored.</summary>
public sealed record ChatMessage
{
    /// <summary><c>msg-…</c>, derived from the message's source and id, so that a repeat is recognised.</summary>
    public required string Id { get; init; }

    /// <summary>Its position in the conversation: 1, 2, …</summary>
    public required int Number { get; init; }

    /// <summary>When it arrived, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was written on Instagram, UTC; webhooks arrive late and in any order.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    public required Author From { get; init; }

    /// <summary>At most 4,000 bytes of UTF-8 when written here; from Instagram at most 40,000, plus a line for each shared item.
    /// Empty when the message was deleted.</summary>
    public required string Text { get; init; }

    /// <summary>The text in the other languages, by tag, if ChatPay wrote it; the text itself is English then.</summary>
    public IReadOnlyDictionary<string, string>? Translations { get; init; }

    public MessageKind Kind { get; init; } = MessageKind.Text;

    public Audience Audience { get; init; } = Audience.Both;

    public OrderCard? Order { get; init; }

    /// <summary>Links to the attachments on Instagram.</summary>
    public IReadOnlyList<Uri>? Attachments { get; init; }

    /// <summary>The sender's own id of the message, if any.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Whether the user deleted it; the text is gone then.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether Instagram refused it for good: the buyer has not seen it.</summary>
    public bool Undelivered { get; init; }

    /// <summary>What it shows besides its text, on Instagram.</summary>
    public IReadOnlyList<SharedItem>? Shown { get; init; }

    /// <summary>What it replies to on Instagram, or where its author came from.</summary>
    public IReadOnlyList<SharedItem>? About { get; init; }

    /// <summary>All versions of its text, the newest last; null if it was never edited.</summary>
    public IReadOnlyList<MessageVersion>? Versions { get; init; }

    /// <summary>The text in this language, or as it was written.</summary>
    public string TextIn(string language) => Translations?.GetValueOrDefault(language) ?? Text;

    /// <summary>Whether this participant may see it.</summary>
    public bool IsFor(Author reader) => (Audience, reader) switch
    {
        (Audience.Both, _) or (Audience.Buyer, Author.Buyer) or (Audience.Seller, Author.Seller) => true,
        _ => false,
    };
}
