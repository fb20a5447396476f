using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Platform.Sellers;

/// <summary>The secrets in the vault that a seller's row references. Secrets that are no longer referenced are erased.</summary>
internal static class SecretReferences
{
    /// <summary>The references in use: identity data, mail addresses, the Instagram token unless it is lost.</summary>
    public static HashSet<string> InUse(Seller? seller) => seller is null ? [] :
    [
        .. new[]
        {
            seller.KycReference,
            seller.ContactReference,
            seller.Instagram is { LostSince: null } account ? account.TokenReference : null,
        }.OfType<string>(),
        .. (seller.ReplacedContacts ?? []).Select(contact => contact.Reference),
    ];

    /// <summary>Identity data that the seller had erased and tax law requires to be kept: it exists, and nothing reads
    /// it.</summary>
    public static HashSet<string> Locked(Seller? seller) => seller is null ? [] :
        [.. (seller.EarlierErasures ?? []).Append(seller.Erasure).Select(erasure => erasure?.Reference).OfType<string>()];

    /// <summary>The references that a change adds to the row.</summary>
    public static List<string> Begun(Seller before, Seller after) => [.. InUse(after).Except(InUse(before))];

    /// <summary>The references that a change ends: to be locked where tax law requires the secret, and erased otherwise.</summary>
    public static List<string> Ended(Seller before, Seller after) => [.. InUse(before).Except(InUse(after))];
}
