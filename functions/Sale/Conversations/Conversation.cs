namespace ChatPay.Functions.Sale.Conversations;

/// <summary>Where a conversation's buyer writes.</summary>
public enum Channel
{
    /// <summary>In ChatPay's own page.</summary>
    ChatPay,

    /// <summary>In Instagram's direct messages.</summary>
    Instagram,
}

/// <summary>A conversation of one buyer with one seller. Its id is derived from the two, so opening it again finds the same.
/// It holds neither people's names nor addresses. Times are UTC.</summary>
public sealed record Conversation
{
    /// <summary><c>cnv-…</c></summary>
    public required string Id { get; init; }

    public required string BuyerId { get; init; }

    public required string SellerId { get; init; }

    /// <summary>The seller's business name when the conversation was opened.</summary>
    public string? SellerName { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public Channel Channel { get; init; } = Channel.ChatPay;

    /// <summary>The seller's Instagram account; null when the buyer does not write on Instagram.</summary>
    public string? InstagramAccountId { get; init; }

    /// <summary>The buyer, as the seller's account knows them.</summary>
    public string? InstagramUserId { get; init; }

    /// <summary>When the buyer last wrote on Instagram; the 24 hours in which the seller may answer run from here.</summary>
    public DateTimeOffset? LastUserMessageAt { get; init; }

    /// <summary>Whether another app answers the buyer on Instagram: we may read, and not write.</summary>
    public bool InStandby { get; init; }

    /// <summary>The <c>ref</c> of the link through which the buyer last came on Instagram.</summary>
    public string? Referral { get; init; }

    /// <summary>When anyone last wrote.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>When the newest message came that the buyer may see; null in conversations from before this was kept.</summary>
    public DateTimeOffset? LastForBuyerAt { get; init; }

    /// <summary>The id of the newest message that the buyer may see; null in conversations from before this was kept.</summary>
    public string? NewestForBuyer { get; init; }

    /// <summary>The same for the seller.</summary>
    public string? NewestForSeller { get; init; }

    /// <summary>How many messages there are; the number of the newest.</summary>
    public int Messages { get; init; }

    /// <summary>Whether what is said to the buyer has to be sent to Instagram.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOnInstagram => Channel == Channel.Instagram;

    /// <summary>The id of the newest message that the buyer or the seller may see; null when that is not known.</summary>
    public string? NewestFor(Author reader) => reader == Author.Buyer ? NewestForBuyer : NewestForSeller;

    /// <summary>The id of the conversation of these two.</summary>
    public static string IdOf(string buyerId, string sellerId) => Ids.Derived("cnv", buyerId, sellerId);
}
