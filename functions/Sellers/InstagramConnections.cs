using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Shared;
using ChatPay.Functions.Shared.Http;
using ChatPay.Functions.Shared.Secrets;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Sellers;

/// <summary>Which Instagram account belongs to which seller. The index from account to seller is a hint, written before the
/// seller's row, which decides; tokens are in the vault.</summary>
public sealed class InstagramConnections(SellerStore sellers, ChatPayTables tables, SecretVault vault, Ids ids)
{
    private const string Row = "seller";
    private const string SellerId = "SellerId";

    /// <summary>The seller whose account this is, or null.</summary>
    public async Task<Seller?> FindSellerAsync(string accountId, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Indexes, Partition(accountId), Row, cancellationToken) is { } hint
        && await sellers.FindAsync(hint.GetString(SellerId), cancellationToken) is { } seller
        && seller.InstagramAccountId == accountId
            ? seller
            : null;

    /// <summary>The access token of the seller's account; null when none is connected.</summary>
    public async Task<string?> GetTokenAsync(string sellerId, CancellationToken cancellationToken) =>
        await sellers.FindAsync(sellerId, cancellationToken) is { InstagramTokenReference: { } reference }
            ? await vault.FindAsync(reference, cancellationToken)
            : null;

    /// <summary>Connects the account, or takes a newer token for it.</summary>
    /// <exception cref="ProblemException">404: no such seller; 409: the account is another seller's.</exception>
    public async Task<StoredSeller> ConnectAsync(string sellerId, string accountId, string token, CancellationToken cancellationToken)
    {
        await sellers.GetAsync(sellerId, cancellationToken);
        await ClaimAsync(accountId, sellerId, cancellationToken);

        // A fresh name each time: a deleted name cannot be used again while the vault keeps it recoverable.
        var reference = ids.New("igt");
        await vault.PutAsync(reference, token, "instagram-access-token", cancellationToken);
        string? replaced = null;
        var after = await sellers.ChangeAsync(sellerId, Connect, cancellationToken);
        if (replaced is not null)
            await vault.DeleteAsync(replaced, cancellationToken);
        return after;

        Seller Connect(Seller seller)
        {
            replaced = seller.InstagramTokenReference;
            return SellerTransitions.ConnectInstagram(seller, accountId, reference);
        }
    }

    private async Task ClaimAsync(string accountId, string sellerId, CancellationToken cancellationToken)
    {
        var claim = new TableEntity(Partition(accountId), Row) { [SellerId] = sellerId };
        try
        {
            if (await ChatPayTables.FindAsync(tables.Indexes, Partition(accountId), Row, cancellationToken) is not { } there)
                await tables.Indexes.AddEntityAsync(claim, cancellationToken);
            else if (there.GetString(SellerId) == sellerId)
                return;
            else if (await FindSellerAsync(accountId, cancellationToken) is not null)
                throw Problems.Conflict("instagram-account-taken", "This Instagram account is connected to another seller: disconnect it there first.");
            else
                await tables.Indexes.UpdateEntityAsync(claim, there.ETag, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            throw Problems.Conflict("instagram-account-taken", "This Instagram account is being connected by somebody else right now: look again in a moment.");
        }
    }

    private static string Partition(string accountId) => $"instagram-{accountId}";
}
