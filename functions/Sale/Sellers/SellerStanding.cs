namespace ChatPay.Functions.Sale.Sellers;

/// <summary>A seller's standing. Revoked is permanent, and only by an operator.</summary>
public enum SellerState { Unverified, Pending, Active, Restricted, Revoked }

/// <summary>Derives a seller's standing from the facts. No standing is stored: changing one fact leaves all the others in
/// force.</summary>
public static class SellerStanding
{
    /// <summary>The standing at this time.</summary>
    public static SellerState StateAt(this Seller seller, DateTimeOffset now) => seller switch
    {
        { Closed: not null } => SellerState.Revoked,
        { OperatorHold: not null } or { DebtHold: not null } => SellerState.Restricted,
        _ when !seller.IsComplete(now) => SellerState.Unverified,
        _ when !seller.IsVerified() => SellerState.Pending,
        _ when seller.IsLimitedAtPayPal() => SellerState.Restricted,
        _ => SellerState.Active,
    };

    /// <summary>Whether payment requests and captures are allowed.</summary>
    public static bool MaySell(this Seller seller, DateTimeOffset now) => seller.StateAt(now) == SellerState.Active;

    /// <summary>Whether payouts are allowed: a debt does not stop them, a recently changed PayPal account does.</summary>
    public static bool MayBePaid(this Seller seller, DateTimeOffset now) =>
        seller is { Closed: null, OperatorHold: null }
        && seller.IsComplete(now)
        && seller.IsVerified()
        && !seller.IsLimitedAtPayPal()
        && !seller.IsCoolingOff(now);

    /// <summary>Whether payouts are released at the end of the hold. Those of a closed account are as well: nobody sends them, and
    /// an operator hands them over as unclaimed property. While a sanctions hit is not cleared, nothing moves: no debt is netted
    /// either.</summary>
    public static bool MayBeReleased(this Seller seller, DateTimeOffset now) =>
        (seller.Closed is not null && seller.SanctionsHold is null) || seller.MayBePaid(now);

    /// <summary>Why the seller has this standing, or is not paid; for the seller. Null when everything is in order.</summary>
    public static string? ReasonAt(this Seller seller, DateTimeOffset now) =>
        seller switch
        {
            { Closed: { } closed } => closed.Reason,
            { OperatorHold: { } hold } => hold.Reason,
            { DebtHold: { } hold } => hold.Reason,
            { KycReference: not null } when !seller.IsIdentified(now) => "The time of your identity data is over: hand it in again.",
            { KycReference: null, Erasure: not null } => "You have had your identity data erased.",
            _ when !seller.IsComplete(now) => null,
            { VerifiedReceiver: { } paid } when paid != seller.PayPalMerchantId => "The new PayPal account awaits verification.",
            { VerifiedKyc: not null } when !seller.IsVerified() => "New identity data awaits verification.",
            _ when !seller.IsVerified() => "Terms and identity data are there and await verification.",
            { AtPayPal: { CanBePaid: false, Why: { } why } } => why,
            { CoolingOffUntil: { } until } when seller.IsCoolingOff(now) =>
                $"Your PayPal account was changed: payouts wait until {until:d MMMM yyyy HH:mm} UTC.",
            _ => null,
        };

    /// <summary>What the seller has to do next.</summary>
    public static SellerStep NextStepAt(this Seller seller, DateTimeOffset now) => seller switch
    {
        { Closed: not null } or { OperatorHold: not null } or { DebtHold: not null } => SellerStep.ContactSupport,
        { TermsVersion: null } => SellerStep.AcceptTerms,
        _ when !seller.IsIdentified(now) => SellerStep.SubmitKyc,
        _ when seller.IsLimitedAtPayPal() => SellerStep.FixPayPalAccount,
        { Instagram.LostSince: not null } => SellerStep.ConnectInstagramAgain,
        _ => seller.IsVerified() ? SellerStep.None : SellerStep.AwaitVerification,
    };

    /// <summary>Whether valid identity data is present.</summary>
    public static bool IsIdentified(this Seller seller, DateTimeOffset now) =>
        seller is { KycReference: not null, KycValidUntil: { } until } && now < until;

    /// <summary>Whether everything that an operator needs to verify the seller is present.</summary>
    public static bool IsComplete(this Seller seller, DateTimeOffset now) => seller.TermsVersion is not null && seller.IsIdentified(now);

    /// <summary>Whether an operator has verified exactly this identity data and this account, and there is no sanctions hold. The
    /// seller is never told of the hold.</summary>
    public static bool IsVerified(this Seller seller) =>
        seller is { KycReference: { } kyc, PayPalMerchantId: { } paid, SanctionsHold: null }
        && seller.VerifiedKyc == kyc
        && seller.VerifiedReceiver == paid;

    /// <summary>Whether the account at PayPal cannot receive money.</summary>
    public static bool IsLimitedAtPayPal(this Seller seller) => seller.AtPayPal is { CanBePaid: false };

    private static bool IsCoolingOff(this Seller seller, DateTimeOffset now) => now < seller.CoolingOffUntil;
}
