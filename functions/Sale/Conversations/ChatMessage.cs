using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Sale.Conversations;

/// <summary>Who says something.</summary>
public enum Author { Buyer, Seller, ChatPay }

/// <summary>What a message is.</summary>
public enum MessageKind
{
    /// <summary>Words of the buyer or the seller. Markup in them is just text.</summary>
    Text,

    /// <summary>News about an order, with a card.</summary>
    Order,
}

/// <summary>Who may see a message.</summary>
public enum Audience { Both, Buyer, Seller }

/// <summary>What the card of an order's message shows.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Event">What happened.</param>
/// <param name="Amount">The money it is about.</param>
public sealed record OrderCard(string OrderId, OrderEventType Event, Money? Amount);

/// <summary>A message, as it is kept.</summary>
public sealed record ChatMessage
{
    /// <summary><c>msg-…</c>, derived from what makes a repeat recognisable.</summary>
    public required string Id { get; init; }

    /// <summary>Its place in the conversation: 1, 2, …</summary>
    public required int Number { get; init; }

    /// <summary>When it arrived, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was written on Instagram, UTC, which tells webhooks late and in any order.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    public required Author From { get; init; }

    /// <summary>At most 4,000 bytes of UTF-8 when it was written here, and 40,000 and a line for each thing that is shown when it came from
    /// Instagram; empty when the message was deleted.</summary>
    public required string Text { get; init; }

    public MessageKind Kind { get; init; } = MessageKind.Text;

    public Audience Audience { get; init; } = Audience.Both;

    public OrderCard? Order { get; init; }

    /// <summary>Links to what was attached on Instagram.</summary>
    public IReadOnlyList<Uri>? Attachments { get; init; }

    /// <summary>The sender's own id of the message, when sent with one.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Whether the user took it back; the text is gone then.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether Instagram refused it for good: the buyer has not seen it.</summary>
    public bool Undelivered { get; init; }

    /// <summary>What it shows beside its words, on Instagram.</summary>
    public IReadOnlyList<SharedItem>? Shown { get; init; }

    /// <summary>What it answers on Instagram, or where its author came from.</summary>
    public IReadOnlyList<SharedItem>? About { get; init; }

    /// <summary>All its words so far, the newest last; null as long as it was not edited.</summary>
    public IReadOnlyList<MessageVersion>? Versions { get; init; }

    /// <summary>Whether this participant may see it.</summary>
    public bool IsFor(Author reader) => (Audience, reader) switch
    {
        (Audience.Both, _) or (Audience.Buyer, Author.Buyer) or (Audience.Seller, Author.Seller) => true,
        _ => false,
    };
}
