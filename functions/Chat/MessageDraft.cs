namespace ChatPay.Functions.Chat;

/// <summary>A message before it has its place.</summary>
/// <param name="Source">Whose ids tell messages apart.</param>
/// <param name="SourceId">The id of the message there; the same source and id make the same message.</param>
/// <param name="From">Who says it.</param>
/// <param name="Text">At most 1,000 bytes of UTF-8.</param>
public sealed record MessageDraft(MessageSource Source, string SourceId, Author From, string Text)
{
    public Audience Audience { get; init; } = Audience.Both;

    public OrderCard? Order { get; init; }

    public IReadOnlyList<Uri>? Attachments { get; init; }

    /// <summary>When it was written on Instagram, UTC. A buyer's words open the window for answers.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>It was taken back before it came: its place stays empty.</summary>
    public bool Deleted { get; init; }

    /// <summary>Since when the seller may answer, by this; null when it is no user's word.</summary>
    public DateTimeOffset? OpensWindowAt => this is { From: Author.Buyer, Deleted: false } ? SaidAt : null;

    /// <summary>What is to be sent to the buyer on Instagram; promised in the same transaction.</summary>
    public Instagram.PendingSend? Send { get; init; }

    /// <summary>The message's id in this conversation.</summary>
    public string IdIn(string conversationId) => Shared.Ids.Derived("msg", conversationId, Source.ToString(), SourceId);
}

/// <summary>Whose ids tell messages apart.</summary>
public enum MessageSource
{
    /// <summary>The buyer's <c>clientMessageId</c>.</summary>
    Buyer,

    /// <summary>The seller's <c>clientMessageId</c>.</summary>
    Seller,

    /// <summary>Instagram's <c>mid</c>.</summary>
    Instagram,

    /// <summary>Our own news: order, timeline entry and audience.</summary>
    ChatPay,
}
