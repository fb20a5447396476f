using Azure;
using ChatPay.Functions.Features.Sellers.Kyc;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Sellers.Secrets;

/// <summary>Keeps the vault and a seller's row consistent, whenever the process crashes. A new secret is first counted and recorded as
/// pending, then written, then referenced by the row; one that is no longer referenced is recorded in the same transaction, then
/// erased. The sweep completes what is left undone.</summary>
public sealed class SellerSecrets(
    SellerStore sellers, PendingSecrets pending, SecretVault vault, IdentityVault identities, ILogger<SellerSecrets> log)
{
    /// <summary>Counts a change and records its secret as pending, before anything is written to the vault.</summary>
    /// <param name="read">The seller as read.</param>
    /// <param name="reference">The opaque name of the secret, never used before.</param>
    /// <param name="decide">What is to be decided once the secret is written; refused now, it is not counted.</param>
    /// <param name="cancellationToken">Cancels the call; the sweep completes what is left undone.</param>
    /// <param name="condition">Checks the row's version first.</param>
    /// <exception cref="ProblemException">409, 422: it was refused; what <paramref name="condition"/> throws. Nothing is
    /// stored.</exception>
    public Task<BegunSecret> BeginAsync(
        StoredSeller read,
        string reference,
        Func<Seller, SellerDecision> decide,
        CancellationToken cancellationToken,
        Action<ETag>? condition = null) => sellers.BeginSecretAsync(read, reference, decide, cancellationToken, condition);

    /// <summary>Writes a secret that has begun, and makes the seller's row reference it.</summary>
    /// <param name="read">The seller as read or written last.</param>
    /// <param name="begun">The secret.</param>
    /// <param name="write">Writes the secret to the vault under this name.</param>
    /// <param name="decide">The decision after which the row references it. Secrets that are no longer referenced are
    /// erased.</param>
    /// <param name="cancellationToken">Cancels the call; the sweep completes what is left undone.</param>
    /// <param name="condition">Checks the row's version first.</param>
    /// <exception cref="ProblemException">409, 422: it was refused; what <paramref name="condition"/> throws. Nothing is
    /// stored.</exception>
    public async Task<StoredSeller> KeepAsync(
        StoredSeller read,
        SecretHint begun,
        Func<Task> write,
        Func<Seller, SellerDecision> decide,
        CancellationToken cancellationToken,
        Action<ETag>? condition = null)
    {
        var reference = begun.Reference;
        StoredSeller after;
        try
        {
            // The vault takes only so many writes: none for a change that is refused anyway.
            condition?.Invoke(read.ETag);
            await write();
            after = await ChangeAsync(read, decide, cancellationToken, condition);
        }
        catch (ProblemException)
        {
            await TryAsync(reference, () => SettleAsync(begun.SellerId, reference, cancellationToken), cancellationToken);
            throw;
        }

        await TryAsync(reference, () => pending.EndAsync(begun, cancellationToken), cancellationToken);
        return after;
    }

    /// <summary>Changes the seller's row, and erases or locks the secrets that it no longer references.</summary>
    /// <exception cref="ProblemException">404: no such seller; 409, 422: it was refused.</exception>
    public async Task<StoredSeller> ChangeAsync(
        string sellerId, Func<Seller, SellerDecision> decide, CancellationToken cancellationToken) =>
        await ChangeAsync(await sellers.GetAsync(sellerId, cancellationToken), decide, cancellationToken);

    /// <summary>Like the other overload, for a seller that has just been read: decides on that version first.</summary>
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

        // Read after taking it: the row may just have ceased to reference it.
        if (SecretReferences.Locked(await sellers.FindAsync(sellerId, cancellationToken)).Contains(reference))
            await identities.LockAsync(reference, cancellationToken);
        else
            await vault.DeleteAsync(reference, cancellationToken);
        await pending.EndAsync(sellerId, reference, taken, cancellationToken);
    }

    // The row has decided, and the response says so: an outage of the vault is made up for later.
    private async Task TryAsync(string reference, Func<Task> settle, CancellationToken cancellationToken)
    {
        try
        {
            await settle();
        }
#pragma warning disable CA1031 // Whatever the failure, the sweep tries again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning(e, "The secret {Reference} is pending; the sweep will complete it.", reference);
        }
    }
}
