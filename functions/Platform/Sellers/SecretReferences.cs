using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Platform.Sellers;

/// <summary>Which secrets in the vault a seller's row names. What a row has ceased to name goes.</summary>
internal static class SecretReferences
{
    /// <summary>What is read under these names: identity data, mail addresses, the token of Instagram unless it is lost.</summary>
    public static HashSet<string> InUse(Seller? seller) => seller is null ? [] :
    [
        .. new[]
        {
            seller.KycReference,
            seller.ContactReference,
            seller.ReplacedContact?.Reference,
            seller.Instagram is { LostSince: null } account ? account.TokenReference : null,
        }.OfType<string>(),
    ];

    /// <summary>Identity data that the seller has had erased and tax law has kept: it is there, and nobody reads it.</summary>
    public static HashSet<string> Locked(Seller? seller) => seller is null ? [] :
        [.. (seller.EarlierErasures ?? []).Append(seller.Erasure).Select(erasure => erasure?.Reference).OfType<string>()];

    /// <summary>What a change has the row name that it has not named before.</summary>
    public static List<string> Begun(Seller before, Seller after) => [.. InUse(after).Except(InUse(before))];

    /// <summary>What a change has the row no longer use: to be locked where it is kept for tax law, erased otherwise.</summary>
    public static List<string> Ended(Seller before, Seller after) => [.. InUse(before).Except(InUse(after))];
}
