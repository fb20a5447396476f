using ChatPay.Functions.Sellers.Kyc;

namespace ChatPay.Functions.Sellers;

/// <summary>The members of rows that were written when a standing was stored, and no facts. They are read, and never written again.</summary>
internal sealed record OlderSeller(SellerState? State = null, string? StateReason = null, bool OwesTooMuch = false, bool KycIsOver = false)
{
    /// <summary>The same seller as facts. Only of an active one it is known that an operator has verified what stands in the row now: a restricted
    /// one could change the account that is paid, and is verified again.</summary>
    public Seller ToFacts(Seller row) => State is null
        ? row
        : row with
        {
            KycValidUntil = KycIsOver ? row.KycSubmittedAt : row.KycSubmittedAt is { } submitted ? new KycPolicy().ValidUntil(submitted) : null,
            VerifiedKyc = State == SellerState.Active ? row.KycReference : null,
            VerifiedReceiver = State == SellerState.Active ? row.PayPalMerchantId : null,
            VerifiedAt = State == SellerState.Active ? row.KycSubmittedAt : null,
            OperatorHold = State == SellerState.Restricted && !OwesTooMuch ? Hold(row) : null,
            DebtHold = State == SellerState.Restricted && OwesTooMuch ? Hold(row) : null,
            Closed = State == SellerState.Revoked ? Hold(row) : null,
        };

    private SellerHold Hold(Seller row) => new(StateReason ?? "", row.CreatedAt);
}
