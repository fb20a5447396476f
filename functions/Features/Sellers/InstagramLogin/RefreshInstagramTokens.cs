using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.Instagram.Login;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>Each night: refreshes tokens that have passed half of their lifetime. One that Instagram cannot refresh now is tried
/// again the next night; one that it refuses and no longer recognises is lost.</summary>
public sealed class RefreshInstagramTokens(
    InstagramRefreshes refreshes,
    SellerStore sellers,
    InstagramConnections connections,
    InstagramLoginClient client,
    LoseInstagramConnection lose)
{
    [Function(nameof(RefreshInstagramTokens))]
    public Task RunAsync([TimerTrigger("%InstagramRefreshSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        refreshes.EachAsync(RefreshAsync, cancellationToken);

    private async Task RefreshAsync(string sellerId, CancellationToken cancellationToken)
    {
        // Reconnected since, or disconnected: another day is scheduled, or none.
        if (await sellers.FindAsync(sellerId, cancellationToken) is not { Instagram: { LostSince: null } account }
            || !refreshes.IsDue(account)
            || await connections.GetTokenAsync(account, cancellationToken) is not { } token)
            return;

        try
        {
            await connections.ReplaceTokenAsync(
                sellerId,
                account.TokenReference,
                await client.RefreshAsync(token, cancellationToken),
                cancellationToken);
        }
        catch (InstagramLoginRefusedException e)
        {
            if (await client.IsAcceptedAsync(token, cancellationToken))
                throw new InstagramLoginUnavailableException("refresh the token", "it refused, yet the token is good", e);
            await lose.RunAsync(sellerId, account.TokenReference, InstagramLoss.NotRenewed, cancellationToken);
        }
    }
}
