using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Where sellers are written to. An address is a person's: it lies in the vault, and is read only to send. One that was replaced
/// is kept for a while, so that a mail about a changed PayPal account reaches whoever was known before.</summary>
public sealed class SellerContacts(
    SellerStore sellers, SellerSecrets secrets, SecretVault vault, DueDays days, SellerNotices notices, Ids ids, TimeProvider time)
{
    /// <summary>The days on which replaced addresses are forgotten.</summary>
    internal const string Forgetting = "contact-forgetting";

    private const string ContentType = "mail-address";

    /// <summary>How long an address that was replaced is kept: longer than payouts wait by default.</summary>
    private static readonly TimeSpan KeepReplaced = TimeSpan.FromDays(7);

    /// <summary>Writes to this address from now on; null to none.</summary>
    /// <param name="command">Of the seller.</param>
    /// <param name="address">One address.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task ReplaceAsync(SellerCommand command, string? address, CancellationToken cancellationToken)
    {
        var before = command.Seller;
        if (await FindAsync(before.ContactReference, cancellationToken) == address)
            return;

        var now = time.GetUtcNow();
        if (before is { ContactReference: not null, ReplacedContact: null })
        {
            await days.AddAsync(Forgetting, DueDays.DayOf(now + KeepReplaced).AddDays(1), before.Id, cancellationToken);
            await notices.EnqueueContactReplacedAsync(before.Id, now, cancellationToken);
        }

        if (address is null)
        {
            await command.CommitAsync(
                (seller, _) => SellerTransitions.SetContact(seller, null, now, now + KeepReplaced), cancellationToken);
            return;
        }

        var reference = ids.New("eml");
        await command.KeepAsync(
            reference,
            () => vault.PutAsync(reference, address, ContentType, cancellationToken),
            seller => SellerTransitions.SetContact(seller, reference, now, now + KeepReplaced),
            cancellationToken);
    }

    /// <summary>The address, or null when there is none.</summary>
    public async Task<string?> FindAsync(string? reference, CancellationToken cancellationToken) =>
        reference is null ? null : await vault.FindAsync(reference, cancellationToken);

    /// <summary>Forgets the seller's replaced address when its time has come.</summary>
    internal async Task ForgetAsync(string sellerId, CancellationToken cancellationToken)
    {
        if (await sellers.FindAsync(sellerId, cancellationToken) is not { ReplacedContact: { } replaced }
            || replaced.ForgetAt > time.GetUtcNow())
            return;
        await secrets.ChangeAsync(
            sellerId,
            seller => seller.ReplacedContact == replaced ? seller with { ReplacedContact = null } : seller,
            cancellationToken);
    }
}
