using System.Text.Json.Serialization;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>How a seller's account stands with PayPal, as the platform may know it.</summary>
/// <param name="MerchantId">The account; payouts go there.</param>
/// <param name="TrackingId">Our seller, when it came by a referral.</param>
/// <param name="PaymentsReceivable">Whether the account can receive money.</param>
/// <param name="PrimaryEmailConfirmed">Without it, what is paid stays unclaimed.</param>
/// <param name="Products">What PayPal has looked into.</param>
public sealed record PayPalMerchant(
    string MerchantId,
    string? TrackingId = null,
    bool PaymentsReceivable = false,
    bool PrimaryEmailConfirmed = false,
    IReadOnlyList<PayPalProduct>? Products = null)
{
    /// <summary>Whether a payout would arrive.</summary>
    [JsonIgnore]
    public bool CanBePaid => PaymentsReceivable && PrimaryEmailConfirmed;
}

/// <summary>A product, and what came of PayPal's look at the seller (<c>SUBSCRIBED</c>, <c>NEED_MORE_DATA</c>, <c>IN_REVIEW</c>,
/// <c>DENIED</c>).</summary>
public sealed record PayPalProduct(string Name, string? VettingStatus = null);

/// <summary>The answer when a merchant is looked up by our id.</summary>
public sealed record PayPalMerchantLookup(string MerchantId, string? TrackingId = null);
