namespace ChatPay.Functions.Sale.Conversations;

/// <summary>A message that has no position in the conversation yet.</summary>
/// <param name="Source">Where the message comes from, which issues its id.</param>
/// <param name="SourceId">The id of the message at its source; the same source and id are the same message.</param>
/// <param name="From">The author.</param>
/// <param name="Text">Within the limits of <see cref="ChatMessage.Text"/>.</param>
public sealed record MessageDraft(MessageSource Source, string SourceId, Author From, string Text)
{
    public Audience Audience { get; init; } = Audience.Both;

    /// <summary>The text in the other languages; see <see cref="ChatMessage.Translations"/>.</summary>
    public IReadOnlyDictionary<string, string>? Translations { get; init; }

    /// <summary>The language in which the buyer used a page; null when this message does not tell.</summary>
    public ReaderLanguage? BuyerReads { get; init; }

    /// <summary>The seller's language; null when this message does not tell.</summary>
    public string? SellerReads { get; init; }

    public OrderCard? Order { get; init; }

    public IReadOnlyList<Uri>? Attachments { get; init; }

    /// <summary>What it shows besides its text.</summary>
    public IReadOnlyList<SharedItem>? Shown { get; init; }

    /// <summary>What it replies to, or where its author came from.</summary>
    public IReadOnlyList<SharedItem>? About { get; init; }

    /// <summary>Which edit of the message this is; 0 is the original.</summary>
    public int EditNumber { get; init; }

    /// <summary>Whether another app had control of the conversation at the time; null when unknown.</summary>
    public bool? InStandby { get; init; }

    /// <summary>When it was written on Instagram, UTC. A buyer's message opens the messaging window.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>Whether it was deleted before it arrived: its position stays empty.</summary>
    public bool Deleted { get; init; }

    /// <summary>When this message opens the seller's messaging window; null when it is not from the buyer.</summary>
    public DateTimeOffset? OpensWindowAt => this is { From: Author.Buyer, Deleted: false } ? SaidAt : null;

    /// <summary>What to send to the buyer on Instagram; enqueued in the same transaction.</summary>
    public PendingSend? Send { get; init; }

    /// <summary>A message of ChatPay's, in every language.</summary>
    /// <param name="sourceId">As for any message.</param>
    /// <param name="say">The text in a language.</param>
    public static MessageDraft OfChatPay(string sourceId, Func<string, string> say) =>
        new(MessageSource.ChatPay, sourceId, Author.ChatPay, say(Languages.Default)) { Translations = Languages.Translate(say) };

    /// <summary>The message's id in this conversation.</summary>
    public string IdIn(string conversationId) => Ids.Derived("msg", conversationId, Source.ToString(), SourceId);
}

/// <summary>Where a message's id comes from.</summary>
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
