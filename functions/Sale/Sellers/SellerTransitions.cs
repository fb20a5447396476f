namespace ChatPay.Functions.Sale.Sellers;

/// <summary>How the facts about a seller change; <see cref="SellerStanding"/> interprets them. A transition that is not allowed
/// refuses; a repeat returns the seller unchanged.</summary>
public static class SellerTransitions
{
    /// <summary>How many replaced mail addresses are notified: more than an owner replaces in a week.</summary>
    public const int MaxReplacedContacts = 5;

    // More than a seller ever names, and each had to be limited at PayPal.
    private const int MaxLimitedReceivers = 10;

    /// <summary>The seller agrees to the terms in force.</summary>
    public static SellerDecision AcceptTerms(Seller seller, string version, string current, DateTimeOffset now)
    {
        if (seller.Closed is not null)
            return Revoked();
        if (version != current)
        {
            return SellerDecision.Invalid(
                "terms-version-outdated",
                $"The terms in force are version '{current}': read them, then accept that version.",
                "version");
        }

        return seller.TermsVersion == version ? seller : seller with { TermsVersion = version, TermsAcceptedAt = now };
    }

    /// <summary>New identity data is in the vault under this reference, and valid until then. The previous verification was for
    /// other data.</summary>
    public static SellerDecision SubmitKyc(
        Seller seller,
        string reference,
        DateTimeOffset now,
        DateTimeOffset validUntil,
        Screening screened = Screening.NotScreened)
    {
        if (seller.Closed is not null)
            return Revoked();
        if (seller.OperatorHold is not null)
        {
            return SellerDecision.Refuse(
                "seller-restricted",
                "A restricted account cannot change its identity data: contact support first.",
                SellerState.Restricted);
        }

        var submitted = seller with { KycReference = reference, KycSubmittedAt = now, KycValidUntil = validUntil, Screened = screened };
        return screened == Screening.Listed ? HoldForSanctions(submitted, now) : submitted;
    }

    /// <summary>The screening has found the seller on a sanctions list: no selling and no payouts until an operator clears
    /// it.</summary>
    public static Seller HoldForSanctions(Seller seller, DateTimeOffset now) =>
        seller.SanctionsHold is null ? seller with { SanctionsHold = new(now) } : seller;

    /// <summary>An operator has established that the listed person is somebody else.</summary>
    public static Seller ClearSanctions(Seller seller, string operatorId, string note, DateTimeOffset now) =>
        seller.SanctionsHold is { } hold
            ? seller with
            {
                SanctionsHold = null,
                SanctionsCleared = new(hold.Since, now, operatorId, note),
            }
            : seller;

    /// <summary>The seller has the identity data erased: no selling until new data is verified. Earlier erased data that is still
    /// kept stays on record.</summary>
    public static Seller EraseKyc(Seller seller, IdentityErasure erasure) =>
        seller.KycReference != erasure.Reference
            ? seller
            : seller with
            {
                KycReference = null,
                KycSubmittedAt = null,
                KycValidUntil = null,
                VerifiedKyc = null,
                Erasure = erasure,
                EarlierErasures = seller.Erasure is { Reference: not null } before
                    ? [.. seller.EarlierErasures ?? [], before]
                    : seller.EarlierErasures,
            };

    /// <summary>Payouts go to another PayPal account, once it is verified and the cooling-off time has passed.</summary>
    public static SellerDecision SetReceiver(Seller seller, string payPalMerchantId, DateTimeOffset now, TimeSpan coolingOff) =>
        seller.Closed is null ? ChangeLimit.Count(seller, WithReceiver(seller, payPalMerchantId, now, coolingOff), now) : Revoked();

    /// <summary>An operator has verified the seller: this identity data, and this PayPal account. Holds stay.</summary>
    public static SellerDecision Verify(Seller seller, DateTimeOffset now)
    {
        if (seller.Closed is not null)
            return Revoked();
        if (!seller.IsComplete(now))
            return SellerDecision.Invalid(
                "seller-incomplete",
                $"The seller cannot be verified yet: {Missing(seller, now)}.",
                "state");
        if (seller.SanctionsHold is not null)
        {
            return SellerDecision.Invalid(
                "sanctions-listed",
                "The screening found the seller on a list. Look into it; when it is somebody else, clear it "
                    + "(POST /api/v1/sellers/{id}/sanctions-clearance).",
                "state");
        }

        return seller.IsVerified()
            ? seller
            : seller with
            {
                VerifiedKyc = seller.KycReference,
                VerifiedReceiver = seller.PayPalMerchantId,
                VerifiedAt = now,
            };
    }

    /// <summary>An operator stops payment requests, captures and payouts; refunds continue.</summary>
    public static SellerDecision Restrict(Seller seller, string reason, DateTimeOffset now)
    {
        if (seller.Closed is not null)
            return Revoked();
        return seller.OperatorHold?.Reason == reason
            ? seller
            : seller with
            {
                OperatorHold = new(reason, seller.OperatorHold?.Since ?? now),
            };
    }

    /// <summary>The seller owes too much to go on selling, unless an operator tolerates it for now.</summary>
    public static Seller RestrictForDebt(Seller seller, DateTimeOffset now) =>
        seller is { DebtHold: null, Closed: null } && !(now < seller.DebtToleratedUntil)
            ? seller with
            {
                DebtHold = new(
                    "You owe the platform money from refunds or cases: it is kept from your payouts, and you can sell again when it is "
                        + "paid.",
                    now),
            }
            : seller;

    /// <summary>The seller no longer owes too much. Other holds stay.</summary>
    public static Seller DebtIsPaid(Seller seller) => seller.DebtHold is null ? seller : seller with { DebtHold = null };

    /// <summary>An operator closes the account for good.</summary>
    public static Seller Revoke(Seller seller, string reason, DateTimeOffset now) =>
        seller.Closed is not null ? seller : seller with { Closed = new(reason, now) };

    /// <summary>An operator lifts the restriction, whether an operator's or for a debt; one for a debt is not imposed again for
    /// some time. Other holds stay.</summary>
    public static SellerDecision LiftRestriction(Seller seller, DateTimeOffset tolerateUntil)
    {
        if (seller.Closed is not null)
            return Revoked();
        return seller with
        {
            OperatorHold = null,
            DebtHold = null,
            DebtToleratedUntil = seller.DebtHold is null ? seller.DebtToleratedUntil : tolerateUntil,
        };
    }

    /// <summary>PayPal reports the state of an account. A report about an account that is neither the receiver nor one that was
    /// limited when the seller left it changes nothing, nor does one that was asked for before the last. The time is kept also when
    /// the state is the same: an older report may still come.</summary>
    public static Seller UpdatePayPalStatus(Seller seller, string merchantId, SellerAtPayPal standing)
    {
        if (seller.Closed is not null)
            return seller;
        if (seller.PayPalMerchantId == merchantId)
            return seller.AtPayPal?.ReadAt > standing.ReadAt ? seller : seller with { AtPayPal = standing };
        return LeftLimited(seller, merchantId) is { } left && left.AtPayPal.ReadAt <= standing.ReadAt
            ? seller with { LimitedReceivers = Without(seller.LimitedReceivers, left, standing.CanBePaid ? null : standing) }
            : seller;
    }

    /// <summary>The seller starts PayPal's onboarding. Starting again on the same day continues the same pass.</summary>
    public static SellerDecision BeginReferral(Seller seller, DateTimeOffset now)
    {
        if (seller.Closed is not null)
            return Revoked();
        return seller.Referral is { IsOpen: true } open && open.BegunAt.UtcDateTime.Date == now.UtcDateTime.Date
            ? seller
            : seller with { Referral = new((seller.Referral?.Number ?? 0) + 1, now) };
    }

    /// <summary>PayPal reports the account named in this pass. It is accepted once, and only while the row says that the pass is
    /// open.</summary>
    public static Seller EndReferral(Seller seller, int number, string merchantId, DateTimeOffset now, TimeSpan coolingOff) =>
        seller is { Closed: null, Referral: { IsOpen: true } referral } && referral.Number == number
            ? WithReceiver(seller, merchantId, now, coolingOff)
            : seller;

    /// <summary>Changes the language in which the seller is written to.</summary>
    public static SellerDecision SetLanguage(Seller seller, string language) =>
        seller.ReadsIn == language ? seller : seller with { Language = language };

    /// <summary>Changes or removes the seller's mail address. The replaced one is still notified until then, if there is room for
    /// it.</summary>
    public static SellerDecision SetContact(Seller seller, string? reference, DateTimeOffset now, DateTimeOffset forgetAt) =>
        seller.ContactReference == reference
            ? seller
            : seller with
            {
                ContactReference = reference,
                ReplacedContacts = KeepsReplacedContact(seller)
                    ? [.. seller.ReplacedContacts ?? [], new(seller.ContactReference!, now, forgetAt)]
                    : seller.ReplacedContacts,
            };

    /// <summary>Whether the address is still notified after it is replaced now. When <see cref="MaxReplacedContacts"/> are, it is
    /// not, and is deleted at once: those from before a theft are older than the thief's.</summary>
    public static bool KeepsReplacedContact(Seller seller) =>
        seller.ContactReference is not null && !(seller.ReplacedContacts?.Count >= MaxReplacedContacts);

    /// <summary>Removes the replaced addresses that are due to be forgotten.</summary>
    public static Seller ForgetContacts(Seller seller, DateTimeOffset now)
    {
        var kept = (seller.ReplacedContacts ?? []).Where(c => c.ForgetAt > now).ToList();
        return kept.Count == (seller.ReplacedContacts?.Count ?? 0) ? seller
            : seller with { ReplacedContacts = kept.Count > 0 ? kept : null };
    }

    /// <summary>The seller starts connecting an Instagram account on Instagram's page.</summary>
    public static SellerDecision BeginInstagram(Seller seller) => seller.Closed is null ? seller : Revoked();

    /// <summary>The seller connects this Instagram account in place of any other, or disconnects it.</summary>
    public static SellerDecision SetInstagram(Seller seller, InstagramAccount? account)
    {
        if (account is not null && seller.Closed is not null)
            return Revoked();
        return seller with { Instagram = account };
    }

    /// <summary>Instagram refuses this token. If another has replaced it, nothing changes.</summary>
    public static Seller LoseInstagramConnection(Seller seller, string tokenReference, DateTimeOffset now) =>
        seller.Instagram is { LostSince: null } account && account.TokenReference == tokenReference
            ? seller with { Instagram = account with { LostSince = now } }
            : seller;

    private static Seller WithReceiver(Seller seller, string payPalMerchantId, DateTimeOffset now, TimeSpan coolingOff)
    {
        // An account named here ends an unfinished pass through PayPal's page.
        var named = seller.Referral is { IsOpen: true } referral ? seller with { Referral = referral with { IsOpen = false } } : seller;
        if (named.PayPalMerchantId == payPalMerchantId)
            return named;

        // The state of an account at PayPal is unknown, unless it was limited when the seller left it.
        var before = LeftLimited(named, payPalMerchantId);
        var limited = before is null ? named.LimitedReceivers : Without(named.LimitedReceivers, before, null);
        if (named.AtPayPal is { CanBePaid: false } standing)
            limited = [.. (limited ?? []).TakeLast(MaxLimitedReceivers - 1), new LimitedReceiver(named.PayPalMerchantId, standing)];
        return named with
        {
            PayPalMerchantId = payPalMerchantId,
            AtPayPal = before?.AtPayPal,
            LimitedReceivers = limited,
            ReceiverChangedAt = now,
            CoolingOffUntil = now + coolingOff,
        };
    }

    private static LimitedReceiver? LeftLimited(Seller seller, string payPalMerchantId) =>
        seller.LimitedReceivers?.FirstOrDefault(left => left.PayPalMerchantId == payPalMerchantId);

    /// <summary>The list without the account, or with its new state.</summary>
    private static IReadOnlyList<LimitedReceiver>? Without(
        IReadOnlyList<LimitedReceiver>? all, LimitedReceiver left, SellerAtPayPal? standing)
    {
        IReadOnlyList<LimitedReceiver> others = [.. (all ?? []).Where(other => other != left)];
        return standing is not null ? [.. others, left with { AtPayPal = standing }]
            : others.Count > 0 ? others : null;
    }

    private static string Missing(Seller seller, DateTimeOffset now) => string.Join(" and ", new[]
    {
        seller.TermsVersion is null ? "the terms are not accepted" : null,
        seller.IsIdentified(now) ? null : "identity data was not submitted, or its time is over",
    }.OfType<string>());

    private static SellerDecision Revoked() =>
        SellerDecision.Refuse("seller-revoked", "This account was closed for good.", SellerState.Revoked);
}
