namespace ChatPay.Functions.Sale.Conversations;

/// <summary>Where a conversation's buyer writes.</summary>
public enum Channel
{
    /// <summary>In ChatPay's own page.</summary>
    ChatPay,

    /// <summary>In Instagram's direct messages.</summary>
    Instagram,
}

/// <summary>A conversation of one buyer with one seller. Its id is derived from the two, so opening it again finds the same one. It
/// holds no names or addresses of people. Times are UTC.</summary>
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

    /// <summary>The seller's Instagram account id; null when the buyer does not write on Instagram.</summary>
    public string? InstagramAccountId { get; init; }

    /// <summary>The buyer's Instagram-scoped user id for the seller's account.</summary>
    public string? InstagramUserId { get; init; }

    /// <summary>When the buyer last wrote on Instagram; the seller's 24-hour messaging window starts here.</summary>
    public DateTimeOffset? LastUserMessageAt { get; init; }

    /// <summary>Whether another app answers the buyer on Instagram: ChatPay may read but not write.</summary>
    public bool InStandby { get; init; }

    /// <summary>The <c>ref</c> of the link that last brought the buyer on Instagram.</summary>
    public string? Referral { get; init; }

    /// <summary>The language in which the buyer last used a page; null when unknown.</summary>
    public ReaderLanguage? BuyerReads { get; init; }

    /// <summary>The seller's language when the buyer last wrote on Instagram; null when unknown.</summary>
    public string? SellerReads { get; init; }

    /// <summary>When anyone last wrote.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>When the newest message that the buyer may see arrived; null in older conversations, which did not keep
    /// it.</summary>
    public DateTimeOffset? LastForBuyerAt { get; init; }

    /// <summary>The id of the newest message that the buyer may see; null in older conversations, which did not keep it.</summary>
    public string? NewestForBuyer { get; init; }

    /// <summary>The id of the newest message that the seller may see; null in older conversations.</summary>
    public string? NewestForSeller { get; init; }

    /// <summary>The number of messages, which is the number of the newest.</summary>
    public int Messages { get; init; }

    /// <summary>Whether messages to the buyer are sent through Instagram.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOnInstagram => Channel == Channel.Instagram;

    /// <summary>The language in which to write to the buyer on Instagram: the buyer's, or else the seller's, whose customers
    /// mostly share it.</summary>
    /// <param name="orders">Orders of the conversation, which may know the buyer's language better.</param>
    public string LanguageFor(params IEnumerable<Order> orders) =>
        ReaderLanguage.Latest([BuyerReads, .. orders.Select(order => order.BuyerReads)])?.Tag ?? SellerReads ?? Languages.Default;

    /// <summary>The id of the newest message that this participant may see; null when unknown.</summary>
    public string? NewestFor(Author reader) => reader == Author.Buyer ? NewestForBuyer : NewestForSeller;

    /// <summary>The id of the conversation between these two.</summary>
    public static string IdOf(string buyerId, string sellerId) => Ids.Derived("cnv", buyerId, sellerId);
}
