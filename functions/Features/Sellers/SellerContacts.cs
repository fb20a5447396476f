using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The mail addresses of sellers. An address is personal data: it is in the vault, and read only to send. A replaced one
/// is kept for a while, so that a mail about a changed PayPal account reaches the previous address too.</summary>
public sealed class SellerContacts(
    SellerStore sellers, SellerSecrets secrets, SecretVault vault, DueDays days, SellerNotices notices, Ids ids, TimeProvider time)
{
    /// <summary>The purpose under which the deletion of replaced addresses is scheduled.</summary>
    internal const string Forgetting = "contact-forgetting";

    private const string ContentType = "mail-address";

    /// <summary>How long a replaced address is kept: longer than the default cooling-off time of payouts.</summary>
    private static readonly TimeSpan KeepReplaced = TimeSpan.FromDays(7);

    /// <summary>Sets the seller's address; null removes it.</summary>
    /// <param name="command">The command of the seller.</param>
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

    /// <summary>The address; null when there is none.</summary>
    public async Task<string?> FindAsync(string? reference, CancellationToken cancellationToken) =>
        reference is null ? null : await vault.FindAsync(reference, cancellationToken);

    /// <summary>Deletes the seller's replaced address when it is due.</summary>
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
