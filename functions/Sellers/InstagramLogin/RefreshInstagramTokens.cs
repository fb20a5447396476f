using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Sellers.InstagramLogin;

/// <summary>Each night: tokens that are half as old as they get are refreshed. One that Instagram does not refresh now is tried again the next
/// night; one that it refuses is lost.</summary>
public sealed class RefreshInstagramTokens(
    InstagramRefreshes refreshes, SellerStore sellers, InstagramConnections connections, InstagramLoginClient client, LoseInstagram lose, ILogger<RefreshInstagramTokens> log)
{
    [Function(nameof(RefreshInstagramTokens))]
    public async Task RunAsync([TimerTrigger("%InstagramRefreshSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await foreach (var (day, sellerId) in refreshes.DueAsync(cancellationToken))
        {
            try
            {
                await RefreshAsync(sellerId, cancellationToken);
                await refreshes.RemoveAsync(day, sellerId, cancellationToken);
            }
#pragma warning disable CA1031 // One seller's trouble must not keep the others from being refreshed.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogWarning(e, "The Instagram token of seller {SellerId} was not refreshed; it is tried again tomorrow.", sellerId);
            }
        }
    }

    private async Task RefreshAsync(string sellerId, CancellationToken cancellationToken)
    {
        // Connected anew since, or not at all any more: another day is written down, or none.
        if (await sellers.FindAsync(sellerId, cancellationToken) is not { Instagram: { LostSince: null } account } || !refreshes.IsDue(account)
            || await connections.GetTokenAsync(sellerId, cancellationToken) is not { } token)
            return;

        try
        {
            await connections.ReplaceTokenAsync(sellerId, account.TokenReference, await client.RefreshAsync(token, cancellationToken), cancellationToken);
        }
        catch (InstagramLoginRefusedException)
        {
            await lose.RunAsync(sellerId, account.TokenReference, "Instagram does not renew its permission.", cancellationToken);
        }
    }
}
