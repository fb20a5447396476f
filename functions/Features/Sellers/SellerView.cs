using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>A seller's account in the API. It contains no references into the vault.</summary>
public sealed record SellerView
{
    public required string Id { get; init; }

    public required string BusinessName { get; init; }

    public required string Country { get; init; }

    public required string PayPalMerchantId { get; init; }

    public required SellerState Status { get; init; }

    /// <summary>Why the seller has this status.</summary>
    public string? Reason { get; init; }

    public required SellerStep NextStep { get; init; }

    /// <summary>Payouts wait until then, UTC, because the PayPal account was changed; absent when they do not.</summary>
    public DateTimeOffset? PayoutsWaitUntil { get; init; }

    /// <summary>The version of the terms in force, to be accepted.</summary>
    public required string CurrentTermsVersion { get; init; }

    public string? TermsVersion { get; init; }

    public DateTimeOffset? TermsAcceptedAt { get; init; }

    public DateTimeOffset? KycSubmittedAt { get; init; }

    /// <summary>The erasure of identity data: when it is due, or was done.</summary>
    public IdentityErasureView? Erasure { get; init; }

    /// <summary>Whether the seller also gets mail.</summary>
    public required bool GetsMail { get; init; }

    /// <summary>The language in which ChatPay writes to the seller, a BCP 47 tag: <c>en</c>, <c>it</c> or <c>es</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The connected Instagram account.</summary>
    public InstagramAccountView? Instagram { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when the seller has a sanctions hold, UTC; for operators only.</summary>
    public DateTimeOffset? SanctionsHoldSince { get; init; }

    public static SellerView Of(Seller seller, SellerTerms terms, DateTimeOffset now) => new()
    {
        Id = seller.Id,
        BusinessName = seller.BusinessName,
        Country = seller.Country,
        PayPalMerchantId = seller.PayPalMerchantId,
        Status = seller.StateAt(now),
        Reason = seller.ReasonAt(now),
        NextStep = seller.NextStepAt(now),
        PayoutsWaitUntil = now < seller.CoolingOffUntil ? seller.CoolingOffUntil : null,
        CurrentTermsVersion = terms.CurrentVersion,
        TermsVersion = seller.TermsVersion,
        TermsAcceptedAt = seller.TermsAcceptedAt,
        KycSubmittedAt = seller.KycSubmittedAt,
        Erasure = IdentityErasureView.Of(seller.Erasure),
        GetsMail = seller.ContactReference is not null,
        Language = seller.ReadsIn,
        Instagram = InstagramAccountView.Of(seller.Instagram),
        CreatedAt = seller.CreatedAt,
    };
}
