using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payouts;

/// <summary>The seller's money on its way.</summary>
/// <param name="G">The generation: 1, 2, …; the next one only after the provider has confirmed that this one was not paid.</param>
/// <param name="State">See <see cref="PayoutState"/>.</param>
/// <param name="Amount">The net, set at release and computed again at submission.</param>
/// <param name="ReleasedAt">When the hold ended, UTC.</param>
public sealed record Payout(int G, PayoutState State, Money Amount, DateTimeOffset ReleasedAt)
{
    /// <summary>The batch it was put into.</summary>
    public string? BatchId { get; init; }

    /// <summary>The provider's item id.</summary>
    public string? ProviderItemId { get; init; }

    /// <summary>The provider's fee for the item, borne by the platform.</summary>
    public Money? Fee { get; init; }

    /// <summary>When the provider reported it as paid, UTC.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>The provider's error, when it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>The item's id in its batch (<c>sender_item_id</c>), at most 63 characters.</summary>
    public static string Key(string orderId, int g) => DerivedKey.Of(orderId, "payout", g);

    /// <summary>The order and generation in an item's id; null when it is none of ours.</summary>
    public static (string OrderId, int G)? Parse(string? itemId) => DerivedKey.Parse(itemId, "payout");
}
