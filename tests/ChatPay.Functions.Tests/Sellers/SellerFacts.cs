using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Sellers;

/// <summary>A seller with all facts present and verified.</summary>
internal static class SellerFacts
{
    public static Seller Active(string id, DateTimeOffset now, string payPalMerchantId = "SELLERMUGS234") => new()
    {
        Id = id,
        BusinessName = "Mugs",
        Country = "US",
        PayPalMerchantId = payPalMerchantId,
        TermsVersion = "v1",
        TermsAcceptedAt = now,
        KycReference = "kyc-1",
        KycSubmittedAt = now,
        KycValidUntil = now.AddDays(730),
        VerifiedKyc = "kyc-1",
        VerifiedReceiver = payPalMerchantId,
        VerifiedAt = now,
        CreatedAt = now,
    };
}
