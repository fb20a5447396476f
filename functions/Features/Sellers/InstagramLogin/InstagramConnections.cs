using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Features.Sellers.Secrets;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Providers.Instagram.Login;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>Which Instagram account belongs to which seller. The index from account to seller is a hint, written before the
/// seller's row, which decides; tokens are in the vault.</summary>
public sealed class InstagramConnections(
    SellerStore sellers,
    ChatPayTables tables,
    SellerSecrets secrets,
    SecretVault vault,
    InstagramRefreshes refreshes,
    InstagramLoginClient client,
    Ids ids,
    TimeProvider time,
    ILogger<InstagramConnections> log)
{
    private const string Row = "seller";
    private const string SellerId = "SellerId";
    private const string ContentType = "instagram-access-token";

    /// <summary>The seller of this account; null when there is none.</summary>
    public Task<Seller?> FindSellerAsync(string accountId, CancellationToken cancellationToken) =>
        FindAsync(AccountPartition(accountId), account => account.AccountId == accountId, cancellationToken);

    /// <summary>The seller who has logged in as this user; null when there is none.</summary>
    public Task<Seller?> FindByUserAsync(string userId, CancellationToken cancellationToken) =>
        FindAsync(UserPartition(userId), account => account.UserId == userId, cancellationToken);

    /// <summary>The account that the seller has connected; null when there is none.</summary>
    public async Task<InstagramAccount?> FindAccountAsync(string sellerId, CancellationToken cancellationToken) =>
        (await sellers.FindAsync(sellerId, cancellationToken))?.Instagram;

    /// <summary>The access token of the seller's account; null when none is connected, or it is lost.</summary>
    public async Task<string?> GetTokenAsync(string sellerId, CancellationToken cancellationToken) =>
        await FindAccountAsync(sellerId, cancellationToken) is { } account ? await GetTokenAsync(account, cancellationToken) : null;

    /// <summary>The access token of this account; null when it is lost.</summary>
    public async Task<string?> GetTokenAsync(InstagramAccount account, CancellationToken cancellationToken) =>
        account.LostSince is null ? await vault.FindAsync(account.TokenReference, cancellationToken) : null;

    /// <summary>Connects the account, or stores a newer token for it.</summary>
    /// <exception cref="ProblemException">404: no such seller; 409: the account is another seller's.</exception>
    public async Task<StoredSeller> ConnectAsync(string sellerId, InstagramLoginResult login, CancellationToken cancellationToken)
    {
        var seller = await sellers.GetAsync(sellerId, cancellationToken);
        await ClaimAsync(
            AccountPartition(login.AccountId),
            sellerId,
            () => FindSellerAsync(login.AccountId, cancellationToken),
            cancellationToken);
        await ClaimAsync(UserPartition(login.UserId), sellerId, () => FindByUserAsync(login.UserId, cancellationToken), cancellationToken);

        // A fresh name each time: a deleted name cannot be used again while the vault keeps it recoverable.
        var account = new InstagramAccount
        {
            AccountId = login.AccountId,
            UserId = login.UserId,
            Username = login.Username,
            TokenReference = ids.New("igt"),
            TokenExpiresAt = login.Token.ExpiresAt,
            ConnectedAt = time.GetUtcNow(),
        };
        var begun = await secrets.BeginAsync(seller, account.TokenReference, Set, cancellationToken);
        await refreshes.AddAsync(sellerId, account.TokenExpiresAt, cancellationToken);
        return await secrets.KeepAsync(
            begun.After,
            begun.Hint,
            () => vault.PutAsync(account.TokenReference, login.Token.Value, ContentType, cancellationToken),
            Set,
            cancellationToken);

        SellerDecision Set(Seller s) => SellerTransitions.SetInstagram(s, account);
    }

    /// <summary>Stores a newer token of the same connection.</summary>
    public async Task ReplaceTokenAsync(string sellerId, string tokenReference, InstagramToken token, CancellationToken cancellationToken)
    {
        await vault.PutAsync(tokenReference, token.Value, ContentType, cancellationToken);
        await refreshes.AddAsync(sellerId, token.ExpiresAt, cancellationToken);
        await sellers.ChangeAsync(
            sellerId,
            seller => seller.Instagram is { } account && account.TokenReference == tokenReference
                ? seller with { Instagram = account with { TokenExpiresAt = token.ExpiresAt } }
                : seller,
            cancellationToken);
    }

    /// <summary>Disconnects the account, if there is one. Instagram is notified if possible: anything it still sends finds no
    /// seller.</summary>
    /// <param name="command">The command of the seller.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task DisconnectAsync(SellerCommand command, CancellationToken cancellationToken)
    {
        try
        {
            if (command.Seller.Instagram is { } account && await GetTokenAsync(account, cancellationToken) is { } token)
                await client.UnsubscribeAsync(token, cancellationToken);
        }
        catch (Exception e) when (e is InstagramLoginRefusedException or InstagramLoginUnavailableException)
        {
            log.LogInformation(
                e, "Instagram still sends messages for the account that seller {SellerId} disconnects.", command.Seller.Id);
        }

        await command.CommitAsync((seller, _) => SellerTransitions.SetInstagram(seller, null), cancellationToken);
    }

    private async Task<Seller?> FindAsync(string partition, Func<InstagramAccount, bool> isIt, CancellationToken cancellationToken) =>
        await ChatPayTables.FindAsync(tables.Indexes, partition, Row, cancellationToken) is { } hint
        && await sellers.FindAsync(hint.GetString(SellerId), cancellationToken) is { Instagram: { } account } seller
        && isIt(account)
            ? seller
            : null;

    private async Task ClaimAsync(string partition, string sellerId, Func<Task<Seller?>> find, CancellationToken cancellationToken)
    {
        var claim = new TableEntity(partition, Row) { [SellerId] = sellerId };
        try
        {
            if (await ChatPayTables.FindAsync(tables.Indexes, partition, Row, cancellationToken) is not { } there)
                await tables.Indexes.AddEntityAsync(claim, cancellationToken);
            else if (there.GetString(SellerId) == sellerId)
                return;
            else if (await find() is not null)
                throw Problems.Conflict(
                    "instagram-account-taken",
                    "This Instagram account is connected to another seller: disconnect it there first.");
            else
                await tables.Indexes.UpdateEntityAsync(claim, there.ETag, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            throw Problems.Conflict(
                "instagram-account-taken",
                "This Instagram account is being connected by somebody else right now: look again in a moment.");
        }
    }

    private static string AccountPartition(string accountId) => $"instagram-{accountId}";

    private static string UserPartition(string userId) => $"instagram-user-{userId}";
}
