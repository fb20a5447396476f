using ChatPay.Functions.Shared;
using ChatPay.Functions.Shared.Secrets;

namespace ChatPay.Functions.Sellers;

/// <summary>Where sellers are written to. An address is a person's: it lies in the vault, and is read only to send.</summary>
public sealed class SellerContacts(SecretVault vault)
{
    private const string ContentType = "mail-address";

    /// <summary>Keeps the address.</summary>
    /// <returns>The name that the vault has it under.</returns>
    public async Task<string> PutAsync(string sellerId, string address, CancellationToken cancellationToken)
    {
        var reference = Ids.Derived("eml", sellerId);
        await vault.PutAsync(reference, address, ContentType, cancellationToken);
        return reference;
    }

    /// <summary>The address, or null when the seller has given none.</summary>
    public async Task<string?> FindAsync(Seller seller, CancellationToken cancellationToken) =>
        seller.ContactReference is { } reference ? await vault.FindAsync(reference, cancellationToken) : null;

    /// <summary>Forgets it.</summary>
    public Task DeleteAsync(string reference, CancellationToken cancellationToken) => vault.DeleteAsync(reference, cancellationToken);
}
