using Azure;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Sellers.Secrets;

/// <summary>
/// Has the vault and a seller's row agree, whenever the process dies. A secret is written down as pending first, then written, then named
/// by the row; one that the row names no more is written down in the same transaction, then erased. The sweep does what is left undone.
/// </summary>
public sealed class SellerSecrets(
    SellerStore sellers, PendingSecrets pending, SecretVault vault, IdentityVault identities, ILogger<SellerSecrets> log)
{
    /// <summary>Writes a secret and has the seller's row name it.</summary>
    /// <param name="read">The seller, as read.</param>
    /// <param name="reference">The opaque name of the secret, which nothing has had before.</param>
    /// <param name="write">Writes it into the vault under this name.</param>
    /// <param name="decide">Has the row name it. What the row names no more is erased.</param>
    /// <param name="cancellationToken">Cancels the call; what is left undone is done by the sweep.</param>
    /// <param name="condition">Looks at the row's version first.</param>
    /// <exception cref="ProblemException">409, 422: it was refused; what <paramref name="condition"/> throws. Nothing is
    /// kept.</exception>
    public async Task<StoredSeller> KeepAsync(
        StoredSeller read,
        string reference,
        Func<Task> write,
        Func<Seller, SellerDecision> decide,
        CancellationToken cancellationToken,
        Action<ETag>? condition = null)
    {
        var sellerId = read.Seller.Id;
        var hint = await pending.BeginAsync(sellerId, reference, cancellationToken);
        await write();
        StoredSeller after;
        try
        {
            after = await ChangeAsync(read, decide, cancellationToken, condition);
        }
        catch (ProblemException)
        {
            await TryAsync(reference, () => SettleAsync(sellerId, reference, cancellationToken), cancellationToken);
            throw;
        }

        await TryAsync(reference, () => pending.EndAsync(hint, cancellationToken), cancellationToken);
        return after;
    }

    /// <summary>Changes the seller's row, and erases or locks what it names no more.</summary>
    /// <exception cref="ProblemException">404: no such seller; 409, 422: it was refused.</exception>
    public async Task<StoredSeller> ChangeAsync(
        string sellerId, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken) =>
        await ChangeAsync(await sellers.GetAsync(sellerId, cancellationToken), decide, cancellationToken);

    /// <summary>The same, of a seller who has been read: decides on that version first.</summary>
    /// <exception cref="ProblemException">409, 422: it was refused; what <paramref name="condition"/> throws.</exception>
    public async Task<StoredSeller> ChangeAsync(
        StoredSeller read, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken, Action<ETag>? condition = null)
    {
        List<string> ended = [];
        var after = await sellers.ChangeAsync(read, Decide, cancellationToken, condition);
        foreach (var reference in ended)
            await TryAsync(reference, () => SettleAsync(read.Seller.Id, reference, cancellationToken), cancellationToken);
        return after;

        SellerDecision Decide(Seller seller)
        {
            var decision = decide(seller);
            ended = decision.Next is { } next ? SecretReferences.Ended(seller, next) : [];
            return decision;
        }
    }

    /// <summary>Does what the sweep has found pending.</summary>
    internal async Task SettleAsync(SecretHint hint, CancellationToken cancellationToken)
    {
        await SettleAsync(hint.SellerId, hint.Reference, cancellationToken);
        if (await pending.FindAsync(hint.SellerId, hint.Reference, cancellationToken) is null)
            await pending.EndAsync(hint, cancellationToken);
    }

    private async Task SettleAsync(string sellerId, string reference, CancellationToken cancellationToken)
    {
        if (await pending.FindAsync(sellerId, reference, cancellationToken) is not { } found
            || await pending.TakeAsync(sellerId, reference, found, cancellationToken) is not { } taken)
            return;

        // Read after it was taken: the row can come to name it no more.
        if (SecretReferences.Locked(await sellers.FindAsync(sellerId, cancellationToken)).Contains(reference))
            await identities.LockAsync(reference, cancellationToken);
        else
            await vault.DeleteAsync(reference, cancellationToken);
        await pending.EndAsync(sellerId, reference, taken, cancellationToken);
    }

    // The row has decided, and so it is answered: the vault not answering now is made up for.
    private async Task TryAsync(string reference, Func<Task> settle, CancellationToken cancellationToken)
    {
        try
        {
            await settle();
        }
#pragma warning disable CA1031 // Whatever it is, the sweep tries again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning(e, "The secret {Reference} is pending; the sweep goes on with it.", reference);
        }
    }
}
