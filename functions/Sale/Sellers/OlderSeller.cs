namespace ChatPay.Functions.Sale.Sellers;

/// <summary>Rows written by an older version: the members that stored a standing instead of facts are read, and never written
/// again.</summary>
internal sealed record OlderSeller(
    SellerState? State = null,
    string? StateReason = null,
    bool IsRestrictedForDebt = false,
    bool KycIsOver = false,
    ReplacedContact? ReplacedContact = null)
{
    /// <summary>Converts the row to facts. Only for an active seller is it known that an operator has verified what the row holds
    /// now: a restricted one could change the receiver account, and is verified again.</summary>
    public Seller ToFacts(Seller row) => ToStanding(WithContact(WithHold(row)));

    private Seller ToStanding(Seller row) =>
        State is null
            ? row
            : row with
            {
                KycValidUntil =
                    KycIsOver ? row.KycSubmittedAt
                    : row.KycSubmittedAt is { } submitted ? new KycPolicy().ValidUntil(submitted)
                    : null,
                VerifiedKyc = State == SellerState.Active ? row.KycReference : null,
                VerifiedReceiver = State == SellerState.Active ? row.PayPalMerchantId : null,
                VerifiedAt = State == SellerState.Active ? row.KycSubmittedAt : null,
                OperatorHold = State == SellerState.Restricted && !IsRestrictedForDebt ? Hold(row) : null,
                DebtHold = State == SellerState.Restricted && IsRestrictedForDebt ? Hold(row) : null,
                Closed = State == SellerState.Revoked ? Hold(row) : null,
            };

    // The screening result was the hold, before the hold became a fact of its own. Nobody could clear it then.
    private static Seller WithHold(Seller row) => row is { Screened: Screening.Listed, SanctionsHold: null, SanctionsCleared: null }
        ? row with { SanctionsHold = new(row.KycSubmittedAt ?? row.CreatedAt) }
        : row;

    // There was one, before each was kept.
    private Seller WithContact(Seller row) =>
        ReplacedContact is { } replaced && row.ReplacedContacts is null ? row with { ReplacedContacts = [replaced] } : row;

    private SellerHold Hold(Seller row) => new(StateReason ?? "", row.CreatedAt);
}
