using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.Instagram.Login;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>Where Instagram redirects the seller's browser: connects the account, or says why not.</summary>
public sealed class FinishInstagramLogin(
    InstagramLoginState state, InstagramLoginClient client, InstagramConnections connections, ILogger<FinishInstagramLogin> log)
{
    private const int MaxCodeLength = 2048;

    [Function(nameof(FinishInstagramLogin))]
    [Open("a signed state, bound to the browser that started the login")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connect/instagram/callback")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var sellerId = await state.SellerOfAsync(request, cancellationToken);
        if (request.Query["code"].ToString() is not { Length: > 0 and <= MaxCodeLength } code)
            return Page(request, "Nothing was connected: Instagram did not let us in.", "You can begin again in ChatPay.");

        try
        {
            var login = await client.RedeemAsync(code, state.Back, cancellationToken);
            await connections.ConnectAsync(sellerId, login, cancellationToken);
            return Page(request, $"@{login.Username} is connected.", "You can close this window and go back to ChatPay.");
        }
        catch (InstagramLoginRefusedException e)
        {
            log.LogWarning(e, "Seller {SellerId} could not connect an Instagram account.", sellerId);
            return Page(
                request,
                "Nothing was connected: Instagram did not accept the login, or messages were not allowed.",
                "Begin again in ChatPay, and leave messages allowed.");
        }
    }

    private static IResult Page(HttpRequest request, params string[] says) => PlainPage.Of(request.HttpContext, "Connect Instagram", says);
}
