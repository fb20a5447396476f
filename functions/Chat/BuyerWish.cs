using System.Text.RegularExpressions;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Chat;

/// <summary>What a buyer wants of ChatPay rather than of the seller: tapped under a message, or asked in so many words.</summary>
/// <param name="Kind">What.</param>
/// <param name="OrderId">The order it is about, when one was named.</param>
public sealed partial record BuyerWish(BuyerWishKind Kind, string? OrderId = null)
{
    /// <summary>The payload of a reply that asks how orders stand.</summary>
    public const string Status = "order-status";

    private const string PayPrefix = "pay:";
    private const string DeclinePrefix = "decline:";

    /// <summary>The payload of a reply that declines this request.</summary>
    public static string Decline(string orderId) => DeclinePrefix + orderId;

    /// <summary>The payload of a reply that asks for the pay link again.</summary>
    public static string Pay(string orderId) => PayPrefix + orderId;

    /// <summary>Null for words that are the seller's to answer.</summary>
    /// <param name="payload">Of what was tapped; it comes from outside, and is believed no more than words are.</param>
    /// <param name="text">What was said.</param>
    public static BuyerWish? Of(string? payload, string text) => payload switch
    {
        Status => new BuyerWish(BuyerWishKind.Status),
        not null when OrderIn(payload, PayPrefix) is { } orderId => new BuyerWish(BuyerWishKind.Pay, orderId),
        not null when OrderIn(payload, DeclinePrefix) is { } orderId => new BuyerWish(BuyerWishKind.Decline, orderId),
        _ => StatusQuestion().IsMatch(text) ? new BuyerWish(BuyerWishKind.Status) : null,
    };

    private static string? OrderIn(string payload, string prefix) =>
        payload.StartsWith(prefix, StringComparison.Ordinal) && Ids.HasForm(payload[prefix.Length..], "ord") ? payload[prefix.Length..] : null;

    // Only what is plainly about an order that was placed: a wrong answer is worse than none.
    [GeneratedRegex(
        @"^\W*((hi|hello|hey)\W+)?(where('s|’s| is| are)|what('s|’s| is) (the )?status of|track|when (will|does)|has) (my|the) (orders?|packages?|parcels?|deliver(y|ies))\b|^\W*order status\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StatusQuestion();
}

/// <summary>What a buyer may want.</summary>
public enum BuyerWishKind { Status, Pay, Decline }
