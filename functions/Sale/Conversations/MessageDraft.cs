namespace ChatPay.Functions.Sale.Conversations;

/// <summary>A message before it has its place.</summary>
/// <param name="Source">Whose ids tell messages apart.</param>
/// <param name="SourceId">The id of the message there; the same source and id make the same message.</param>
/// <param name="From">Who says it.</param>
/// <param name="Text">As long as <see cref="ChatMessage.Text"/> may be.</param>
public sealed record MessageDraft(MessageSource Source, string SourceId, Author From, string Text)
{
    public Audience Audience { get; init; } = Audience.Both;

    public OrderCard? Order { get; init; }

    public IReadOnlyList<Uri>? Attachments { get; init; }

    /// <summary>What it shows beside its words.</summary>
    public IReadOnlyList<SharedItem>? Shown { get; init; }

    /// <summary>What it answers, or where its author came from.</summary>
    public IReadOnlyList<SharedItem>? About { get; init; }

    /// <summary>Which edit of the message this is; 0 is the message as it was written.</summary>
    public int EditNumber { get; init; }

    /// <summary>Whether another app had the conversation when it was said; null when it does not tell.</summary>
    public bool? InStandby { get; init; }

    /// <summary>When it was written on Instagram, UTC. A buyer's words open the window for answers.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>It was taken back before it came: its place stays empty.</summary>
    public bool Deleted { get; init; }

    /// <summary>Since when the seller may answer, by this; null when it is no user's word.</summary>
    public DateTimeOffset? OpensWindowAt => this is { From: Author.Buyer, Deleted: false } ? SaidAt : null;

    /// <summary>What is to be sent to the buyer on Instagram; promised in the same transaction.</summary>
    public PendingSend? Send { get; init; }

    /// <summary>The message's id in this conversation.</summary>
    public string IdIn(string conversationId) => Ids.Derived("msg", conversationId, Source.ToString(), SourceId);
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
