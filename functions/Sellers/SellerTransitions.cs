using ChatPay.Functions.Sellers.InstagramLogin;
using ChatPay.Functions.Sellers.Kyc;
using ChatPay.Functions.Sellers.PayPalOnboarding;
using ChatPay.Functions.Shared.Http;

namespace ChatPay.Functions.Sellers;

/// <summary>How a seller's account changes: Unverified → Pending (terms and identity data are there) → Active ⇄ Restricted.
/// A transition that is not allowed throws; a repeat returns the seller as it is.</summary>
public static class SellerTransitions
{
    /// <summary>The seller agrees to the terms in force.</summary>
    public static Seller AcceptTerms(Seller seller, string version, string current, DateTimeOffset now)
    {
        RefuseRevoked(seller);
        if (version != current)
            throw Problems.Refused("terms-version-outdated", $"The terms in force are version '{current}': read them, then accept that version.", "version");
        return seller.TermsVersion == version ? seller : Advanced(seller with { TermsVersion = version, TermsAcceptedAt = now });
    }

    /// <summary>New identity data lies in the vault under this reference. What was verified before is void, so an active seller
    /// is verified again.</summary>
    public static Seller SubmitKyc(Seller seller, string reference, DateTimeOffset now, Screening screened = Screening.NotScreened)
    {
        RefuseRevoked(seller);
        if (seller.State == SellerState.Restricted)
            throw Problems.Conflict("seller-restricted", "A restricted account cannot change its identity data: contact support first.", Name(seller));

        var submitted = seller with { KycReference = reference, KycSubmittedAt = now, KycIsOver = false, Screened = screened };
        return seller.State == SellerState.Active
            ? submitted with { State = SellerState.Pending, StateReason = "New identity data awaits verification." }
            : Advanced(submitted);
    }

    /// <summary>The seller has the identity data erased: no selling until new data is verified.</summary>
    public static Seller EraseKyc(Seller seller, IdentityErasure erasure) => seller.KycReference != erasure.Reference
        ? seller
        : seller with
        {
            KycReference = null,
            KycSubmittedAt = null,
            Erasure = erasure,
            State = seller.State is SellerState.Active or SellerState.Pending ? SellerState.Unverified : seller.State,
            StateReason = seller.State is SellerState.Active or SellerState.Pending ? "You have had your identity data erased." : seller.StateReason,
        };

    /// <summary>The time of the identity data is over: it is asked for again, and then verified again.</summary>
    public static Seller KycIsOver(Seller seller) => seller.State is SellerState.Active or SellerState.Pending
        ? seller with { KycIsOver = true, State = SellerState.Unverified, StateReason = "The time of your identity data is over: hand it in again." }
        : seller;

    /// <summary>Payouts go to another PayPal account. An active seller is verified again.</summary>
    public static Seller SetReceiver(Seller seller, string payPalMerchantId)
    {
        RefuseRevoked(seller);
        if (seller.PayPalMerchantId == payPalMerchantId)
            return seller;

        // How the new account stands at PayPal is not known.
        var changed = seller with { PayPalMerchantId = payPalMerchantId, AtPayPal = null };
        return seller.State == SellerState.Active
            ? changed with { State = SellerState.Pending, StateReason = "The new PayPal account awaits verification." }
            : changed;
    }

    /// <summary>An operator has verified the seller.</summary>
    public static Seller Verify(Seller seller)
    {
        RefuseRevoked(seller);
        return seller.State switch
        {
            SellerState.Active => seller,
            SellerState.Restricted => throw Problems.Conflict("seller-restricted", "The account is restricted: lift the restriction instead.", Name(seller)),
            SellerState.Pending when seller.Screened == Screening.Listed => throw Problems.Refused(
                "sanctions-listed", "The screening found the seller on a list. Look into it; when it is somebody else, have the screening told so and the seller hand in the identity data again.", "state"),
            SellerState.Pending => seller with { State = SellerState.Active, StateReason = null },
            _ => throw Problems.Refused("seller-incomplete", $"The seller cannot be verified yet: {Missing(seller)}.", "state"),
        };
    }

    /// <summary>An operator stops requests, captures and payouts; refunds go on.</summary>
    public static Seller Restrict(Seller seller, string reason)
    {
        RefuseRevoked(seller);
        return seller.State is SellerState.Active or SellerState.Restricted
            ? seller with { State = SellerState.Restricted, StateReason = reason, OwesTooMuch = false }
            : throw Problems.Conflict("seller-not-active", "Only an active account can be restricted; this one cannot sell yet.", Name(seller));
    }

    /// <summary>The seller owes too much to go on selling. What an operator has decided stays.</summary>
    public static Seller RestrictForDebt(Seller seller, DateTimeOffset now) => seller.State == SellerState.Active && !(now < seller.DebtToleratedUntil)
        ? seller with { State = SellerState.Restricted, StateReason = "You owe the platform money from refunds or cases: it is kept from your payouts, and you can sell again when it is paid.", OwesTooMuch = true }
        : seller;

    /// <summary>The seller does not any more.</summary>
    public static Seller DebtIsPaid(Seller seller) => seller is { State: SellerState.Restricted, OwesTooMuch: true }
        ? seller with { State = SellerState.Active, StateReason = null, OwesTooMuch = false }
        : seller;

    /// <summary>An operator closes the account for good.</summary>
    public static Seller Revoke(Seller seller, string reason) =>
        seller.State == SellerState.Revoked ? seller : seller with { State = SellerState.Revoked, StateReason = reason, OwesTooMuch = false };

    /// <summary>PayPal tells which account the seller has named there, and how it stands. Another account than before is verified again.</summary>
    public static Seller StandsAtPayPal(Seller seller, string merchantId, SellerAtPayPal standing)
    {
        if (seller.State == SellerState.Revoked)
            return seller;
        var named = SetReceiver(seller, merchantId);
        return named.AtPayPal is { } before && (before.CanBePaid, before.Why) == (standing.CanBePaid, standing.Why) ? named : named with { AtPayPal = standing };
    }

    /// <summary>An operator lifts the restriction; one for a debt is not made again for some time.</summary>
    public static Seller LiftRestriction(Seller seller, DateTimeOffset tolerateUntil)
    {
        RefuseRevoked(seller);
        return seller.State switch
        {
            SellerState.Active => seller,
            SellerState.Restricted => seller with
            {
                State = SellerState.Active,
                StateReason = null,
                OwesTooMuch = false,
                DebtToleratedUntil = seller.OwesTooMuch ? tolerateUntil : seller.DebtToleratedUntil,
            },
            _ => throw Problems.Conflict("seller-not-restricted", "The account is not restricted.", Name(seller)),
        };
    }

    /// <summary>The seller connects this Instagram account in place of any other, or disconnects it.</summary>
    public static Seller SetInstagram(Seller seller, InstagramAccount? account)
    {
        if (account is not null)
            RefuseRevoked(seller);
        return seller with { Instagram = account };
    }

    /// <summary>Instagram refuses this token. When another has taken its place, nothing is lost.</summary>
    public static Seller LoseInstagram(Seller seller, string tokenReference, DateTimeOffset now) =>
        seller.Instagram is { LostSince: null } account && account.TokenReference == tokenReference
            ? seller with { Instagram = account with { LostSince = now } }
            : seller;

    /// <summary>What the seller has to do next.</summary>
    public static SellerStep NextStep(Seller seller) => seller switch
    {
        { State: SellerState.Restricted or SellerState.Revoked } => SellerStep.ContactSupport,
        { TermsVersion: null } => SellerStep.AcceptTerms,
        { KycReference: null } or { KycIsOver: true } => SellerStep.SubmitKyc,
        { IsLimitedAtPayPal: true } => SellerStep.PutPayPalRight,
        { Instagram.LostSince: not null } => SellerStep.ConnectInstagramAgain,
        { State: SellerState.Active } => SellerStep.None,
        _ => SellerStep.AwaitVerification,
    };

    private static Seller Advanced(Seller seller) =>
        seller is { State: SellerState.Unverified, TermsVersion: not null, KycReference: not null, KycIsOver: false }
            ? seller with { State = SellerState.Pending, StateReason = "Terms and identity data are there and await verification." }
            : seller;

    private static string Missing(Seller seller) => string.Join(" and ", new[]
    {
        seller.TermsVersion is null ? "the terms are not accepted" : null,
        seller.KycReference is null || seller.KycIsOver ? "identity data was not submitted, or its time is over" : null,
    }.OfType<string>());

    /// <exception cref="ProblemException">409: the account was closed for good.</exception>
    internal static void RefuseRevoked(Seller seller)
    {
        if (seller.State == SellerState.Revoked)
            throw Problems.Conflict("seller-revoked", "This account was closed for good.", Name(seller));
    }

    private static string Name(Seller seller) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(seller.State.ToString());
}
