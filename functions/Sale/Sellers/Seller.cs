using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale.Sellers;

/// <summary>Why a seller is held, and since when.</summary>
/// <param name="Reason">For the seller.</param>
/// <param name="Since">UTC.</param>
public sealed record SellerHold(string Reason, DateTimeOffset Since);

/// <summary>A mail address that the seller has replaced or removed. It is kept so that whoever steals a token cannot silence the
/// mails about it.</summary>
/// <param name="Reference">The opaque name under which the vault holds it.</param>
/// <param name="ReplacedAt">UTC.</param>
/// <param name="ForgetAt">When it is deleted, UTC.</param>
public sealed record ReplacedContact(string Reference, DateTimeOffset ReplacedAt, DateTimeOffset ForgetAt);

/// <summary>A seller's business account: facts only, from which <see cref="SellerStanding"/> derives what the seller may do.
/// Identity data (KYC) is not here: this row knows only that it was submitted, and under which opaque reference the vault holds
/// it.</summary>
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

    /// <summary>The version of the terms that the seller accepted; null before.</summary>
    public string? TermsVersion { get; init; }

    public DateTimeOffset? TermsAcceptedAt { get; init; }

    /// <summary>The opaque name of the secret in the vault; null before identity data was submitted.</summary>
    public string? KycReference { get; init; }

    public DateTimeOffset? KycSubmittedAt { get; init; }

    /// <summary>The result of the sanctions screening when the data was submitted.</summary>
    public Screening Screened { get; init; }

    /// <summary>Set when a screening has found the seller on a list, now or before; null if none has, or an operator has cleared
    /// it.</summary>
    public SanctionsHold? SanctionsHold { get; init; }

    /// <summary>The latest clearance by an operator; null if there is none.</summary>
    public SanctionsClearance? SanctionsCleared { get; init; }

    /// <summary>When the identity data expires and is asked for again, UTC; null when there is none.</summary>
    public DateTimeOffset? KycValidUntil { get; init; }

    /// <summary>The opaque name of the identity data that an operator has verified: newer data is not verified.</summary>
    public string? VerifiedKyc { get; init; }

    /// <summary>The PayPal account that an operator has verified: another one is not.</summary>
    public string? VerifiedReceiver { get; init; }

    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>When the PayPal account was last changed, UTC; null while it is the first one.</summary>
    public DateTimeOffset? ReceiverChangedAt { get; init; }

    /// <summary>Payouts wait until then, UTC, because the account was changed; null if it was not.</summary>
    public DateTimeOffset? CoolingOffUntil { get; init; }

    /// <summary>An operator's restriction.</summary>
    public SellerHold? OperatorHold { get; init; }

    /// <summary>A debt too large to go on selling. Released payouts continue, since the debt is kept from them first.</summary>
    public SellerHold? DebtHold { get; init; }

    /// <summary>Set when the account was closed for good.</summary>
    public SellerHold? Closed { get; init; }

    /// <summary>Identity data that the seller has had erased; null when none was.</summary>
    public IdentityErasure? Erasure { get; init; }

    /// <summary>Earlier erased data that is still kept; null when there is none.</summary>
    public IReadOnlyList<IdentityErasure>? EarlierErasures { get; init; }

    /// <summary>The opaque name under which the vault holds the mail address; null when the seller has given none.</summary>
    public string? ContactReference { get; init; }

    /// <summary>The addresses replaced lately, oldest first, which are also notified for a while; null when there is
    /// none.</summary>
    public IReadOnlyList<ReplacedContact>? ReplacedContacts { get; init; }

    /// <summary>The language in which the seller is written to, one of <see cref="Languages"/>; null for the default.</summary>
    public string? Language { get; init; }

    /// <summary>The language in which to write to the seller.</summary>
    [JsonIgnore]
    public string ReadsIn => Language ?? Languages.Default;

    /// <summary>The connected Instagram professional account; null when there is none.</summary>
    public InstagramAccount? Instagram { get; init; }

    /// <summary>Until when an operator lets the seller sell despite a debt, UTC.</summary>
    public DateTimeOffset? DebtToleratedUntil { get; init; }

    /// <summary>The part of this seller's payouts that is kept in reserve, in hundredths of a percent; null for the value in the
    /// terms.</summary>
    public int? ReserveBasisPoints { get; init; }

    /// <summary>The state of the account at PayPal; null for a seller who has named it without going through PayPal's
    /// page.</summary>
    public SellerAtPayPal? AtPayPal { get; init; }

    /// <summary>The accounts that could not receive money when the seller named another; null for none.</summary>
    public IReadOnlyList<LimitedReceiver>? LimitedReceivers { get; init; }

    /// <summary>When the seller changed what <see cref="ChangeLimit"/> counts, UTC, the oldest first; null for never.</summary>
    public IReadOnlyList<DateTimeOffset>? RecentChanges { get; init; }

    /// <summary>The seller's newest pass through PayPal's onboarding page; null if there was none.</summary>
    public PayPalReferralProgress? Referral { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
