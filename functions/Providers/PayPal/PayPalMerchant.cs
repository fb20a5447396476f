using System.Text.Json.Serialization;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The state of a seller's account at PayPal, as visible to the platform.</summary>
/// <param name="MerchantId">The account id; payouts go there.</param>
/// <param name="TrackingId">Our id of the referral, if the seller came by one.</param>
/// <param name="PaymentsReceivable">Whether the account can receive money.</param>
/// <param name="PrimaryEmailConfirmed">Whether the mail address is confirmed; if not, payouts stay unclaimed.</param>
/// <param name="Products">The products that PayPal has vetted.</param>
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

/// <summary>A product, and the result of PayPal's vetting (<c>SUBSCRIBED</c>, <c>NEED_MORE_DATA</c>, <c>IN_REVIEW</c>,
/// <c>DENIED</c>).</summary>
public sealed record PayPalProduct(string Name, string? VettingStatus = null);

/// <summary>The response to a lookup of a merchant by our id.</summary>
public sealed record PayPalMerchantLookup(string MerchantId, string? TrackingId = null);
