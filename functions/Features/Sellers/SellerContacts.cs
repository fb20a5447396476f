using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The mail addresses of sellers. An address is personal data: it is in the vault, and read only to send. Replaced ones
/// are kept for a while, so that a mail about a changed PayPal account reaches them too.</summary>
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
        var reference = address is null ? null : ids.New("eml");
        if (reference is null)
        {
            // Not counted: an address can always be removed.
            await AnnounceAsync();
            await command.CommitAsync((seller, _) => Set(seller), cancellationToken);
            return;
        }

        var begun = await command.BeginSecretAsync(reference, Set, cancellationToken);
        await AnnounceAsync();
        await command.KeepAsync(begun, () => vault.PutAsync(reference, address!, ContentType, cancellationToken), Set, cancellationToken);

        SellerDecision Set(Seller seller) => SellerTransitions.SetContact(seller, reference, now, now + KeepReplaced);

        async Task AnnounceAsync()
        {
            if (!SellerTransitions.KeepsReplacedContact(before))
                return;
            await days.AddAsync(Forgetting, DueDays.DayOf(now + KeepReplaced).AddDays(1), before.Id, cancellationToken);
            await notices.EnqueueContactReplacedAsync(before.Id, now, cancellationToken);
        }
    }

    /// <summary>The address; null when there is none.</summary>
    public async Task<string?> FindAsync(string? reference, CancellationToken cancellationToken) =>
        reference is null ? null : await vault.FindAsync(reference, cancellationToken);

    /// <summary>Deletes the seller's replaced addresses that are due.</summary>
    internal async Task ForgetAsync(string sellerId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await sellers.FindAsync(sellerId, cancellationToken) is { } seller && SellerTransitions.ForgetContacts(seller, now) != seller)
            await secrets.ChangeAsync(sellerId, s => SellerTransitions.ForgetContacts(s, now), cancellationToken);
    }
}
