using System.Text.Json.Serialization;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payments;

/// <summary>One attempt of the buyer to pay.</summary>
/// <param name="K">1, 2, …; grows only after a definite answer of the provider to the one before.</param>
/// <param name="State">See <see cref="CheckoutState"/>.</param>
/// <param name="At">When it was begun, UTC.</param>
public sealed record Checkout(int K, CheckoutState State, DateTimeOffset At)
{
    /// <summary>The provider's order; null until it has been made there.</summary>
    public string? ProviderOrderId { get; init; }

    /// <summary>Where the buyer approves.</summary>
    public string? ApproveUrl { get; init; }

    /// <summary>When the approval was first seen, UTC.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Why it failed: the provider's issue code.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the provider has been, or is about to be, asked for the money.</summary>
    [JsonIgnore]
    public bool IsBeingCaptured => State is CheckoutState.Capturing or CheckoutState.Unknown;

    /// <summary>The key under which the provider makes this checkout once, and its <c>custom_id</c>.</summary>
    public static string Key(string orderId, int k) => DerivedKey.Of(orderId, "checkout", k);

    /// <summary>The key under which the provider captures this checkout once.</summary>
    public static string CaptureKey(string orderId, int k) => DerivedKey.Of(orderId, "capture", k);

    /// <summary>The order and the number in a <c>custom_id</c>; null when it is none of ours.</summary>
    public static (string OrderId, int K)? Parse(string? customId) => DerivedKey.Parse(customId, "checkout");
}
