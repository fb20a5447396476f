using ChatPay.Functions.Sellers.InstagramLogin;
using ChatPay.Functions.Sellers.Kyc;
using ChatPay.Functions.Sellers.PayPalOnboarding;

namespace ChatPay.Functions.Sellers;

/// <summary>Where a seller stands. Revoked is for good and only by an operator.</summary>
public enum SellerState { Unverified, Pending, Active, Restricted, Revoked }

/// <summary>
/// A seller's business account. Identity data (KYC) is not here: this row knows only that it was submitted, and under which
/// opaque reference the vault holds it.
/// </summary>
public sealed record Seller
{
    /// <summary><c>sel-…</c>, derived from the account's issuer and subject.</summary>
    public required string Id { get; init; }

    /// <summary>What buyers see.</summary>
    public required string BusinessName { get; init; }

    /// <summary>ISO 3166-1 alpha-2; US in this version.</summary>
    public required string Country { get; init; }

    /// <summary>The seller's PayPal account id, the receiver of payouts (<c>recipient_type: PAYPAL_ID</c>).</summary>
    public required string PayPalMerchantId { get; init; }

    public SellerState State { get; init; } = SellerState.Unverified;

    /// <summary>Why the state is what it is, for the seller.</summary>
    public string? StateReason { get; init; }

    /// <summary>The version of the terms that was accepted; null before.</summary>
    public string? TermsVersion { get; init; }

    public DateTimeOffset? TermsAcceptedAt { get; init; }

    /// <summary>The opaque name of the vault's secret; null before identity data was submitted.</summary>
    public string? KycReference { get; init; }

    public DateTimeOffset? KycSubmittedAt { get; init; }

    /// <summary>What a screening of sanctions lists found when the data was handed in.</summary>
    public Screening Screened { get; init; }

    /// <summary>Whether that data has to be handed in again.</summary>
    public bool KycIsOver { get; init; }

    /// <summary>Identity data that the seller has had erased; null when none was.</summary>
    public IdentityErasure? Erasure { get; init; }

    /// <summary>The opaque name under which the vault holds the mail address; null when the seller has given none.</summary>
    public string? ContactReference { get; init; }

    /// <summary>The connected Instagram professional account; null when there is none.</summary>
    public InstagramAccount? Instagram { get; init; }

    /// <summary>Restricted for what is owed: released payouts go on, since the debt is kept from them first.</summary>
    public bool OwesTooMuch { get; init; }

    /// <summary>Until when an operator lets the seller sell in spite of a debt, UTC.</summary>
    public DateTimeOffset? DebtToleratedUntil { get; init; }

    /// <summary>How much of this seller's payouts is kept in reserve, in hundredths of a per cent; null as the terms have it.</summary>
    public int? ReserveBasisPoints { get; init; }

    /// <summary>How the PayPal account stands there; null of a seller who has named it without going through PayPal's page.</summary>
    public SellerAtPayPal? AtPayPal { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether the account at PayPal takes no money.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsLimitedAtPayPal => AtPayPal is { CanBePaid: false };

    /// <summary>Whether payment requests and captures are allowed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsActive => State == SellerState.Active && !IsLimitedAtPayPal;

    /// <summary>Whether payouts are allowed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayBePaid => IsActive || this is { State: SellerState.Restricted, OwesTooMuch: true, IsLimitedAtPayPal: false };
}
