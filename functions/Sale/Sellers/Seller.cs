namespace ChatPay.Functions.Sale.Sellers;

/// <summary>Why a seller is held, and since when.</summary>
/// <param name="Reason">For the seller.</param>
/// <param name="Since">UTC.</param>
public sealed record SellerHold(string Reason, DateTimeOffset Since);

/// <summary>A mail address that the seller has replaced or removed. Whoever has got hold of a token must not silence the mails about
/// it.</summary>
/// <param name="Reference">The opaque name under which the vault holds it.</param>
/// <param name="ReplacedAt">UTC.</param>
/// <param name="ForgetAt">When it is forgotten, UTC.</param>
public sealed record ReplacedContact(string Reference, DateTimeOffset ReplacedAt, DateTimeOffset ForgetAt);

/// <summary>
/// A seller's business account: facts only, from which <see cref="SellerStanding"/> works out what the seller may do. Identity data (KYC)
/// is not here: this row knows only that it was submitted, and under which opaque reference the vault holds it.
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

    /// <summary>The version of the terms that was accepted; null before.</summary>
    public string? TermsVersion { get; init; }

    public DateTimeOffset? TermsAcceptedAt { get; init; }

    /// <summary>The opaque name of the vault's secret; null before identity data was submitted.</summary>
    public string? KycReference { get; init; }

    public DateTimeOffset? KycSubmittedAt { get; init; }

    /// <summary>What a screening of sanctions lists found when the data was handed in.</summary>
    public Screening Screened { get; init; }

    /// <summary>A screening has found the seller on a list, now or before; null when none has, or an operator has cleared it.</summary>
    public SanctionsHold? SanctionsHold { get; init; }

    /// <summary>The newest time that an operator cleared it; null when none did.</summary>
    public SanctionsClearance? SanctionsCleared { get; init; }

    /// <summary>From when on it counts no longer and is asked for again, UTC; null when there is none.</summary>
    public DateTimeOffset? KycValidUntil { get; init; }

    /// <summary>The identity data that an operator has verified, by its opaque name: newer data is not verified.</summary>
    public string? VerifiedKyc { get; init; }

    /// <summary>The PayPal account that an operator has verified: another one is not.</summary>
    public string? VerifiedReceiver { get; init; }

    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>When another PayPal account was named, UTC; null while it is the first one.</summary>
    public DateTimeOffset? ReceiverChangedAt { get; init; }

    /// <summary>Payouts wait until then, UTC, because another account was named; null when none was.</summary>
    public DateTimeOffset? CoolingOffUntil { get; init; }

    /// <summary>An operator's restriction.</summary>
    public SellerHold? OperatorHold { get; init; }

    /// <summary>The seller owes too much to go on selling. Released payouts go on, since the debt is kept from them first.</summary>
    public SellerHold? DebtHold { get; init; }

    /// <summary>The account was closed for good.</summary>
    public SellerHold? Closed { get; init; }

    /// <summary>Identity data that the seller has had erased; null when none was.</summary>
    public IdentityErasure? Erasure { get; init; }

    /// <summary>What was to be erased before that and is still kept; null when nothing is.</summary>
    public IReadOnlyList<IdentityErasure>? EarlierErasures { get; init; }

    /// <summary>The opaque name under which the vault holds the mail address; null when the seller has given none.</summary>
    public string? ContactReference { get; init; }

    /// <summary>The address before that one, which is written to as well for a while; null when there was none, or the while is
    /// over.</summary>
    public ReplacedContact? ReplacedContact { get; init; }

    /// <summary>The connected Instagram professional account; null when there is none.</summary>
    public InstagramAccount? Instagram { get; init; }

    /// <summary>Until when an operator lets the seller sell in spite of a debt, UTC.</summary>
    public DateTimeOffset? DebtToleratedUntil { get; init; }

    /// <summary>How much of this seller's payouts is kept in reserve, in hundredths of a per cent; null as the terms have it.</summary>
    public int? ReserveBasisPoints { get; init; }

    /// <summary>How the PayPal account stands there; null of a seller who has named it without going through PayPal's page.</summary>
    public SellerAtPayPal? AtPayPal { get; init; }

    /// <summary>The seller's newest way through PayPal's own page; null when there was none.</summary>
    public PayPalReferralProgress? Referral { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
