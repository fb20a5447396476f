using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.Instagram.Login;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>Starts connecting the seller's Instagram professional account: returns Instagram's page on which the seller grants
/// access. Connecting again replaces the connected account.</summary>
public sealed class ConnectInstagram(SellerCommands commands, InstagramLoginState state, InstagramLoginClient client)
{
    /// <param name="AuthorizeUrl">To be opened in the browser that made the request.</param>
    /// <param name="ExpiresAt">Until when the login must have returned, UTC.</param>
    public sealed record Answer(Uri AuthorizeUrl, DateTimeOffset ExpiresAt);

    [Function(nameof(ConnectInstagram))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/me/instagram-connection")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var command = await commands.BeginAsync(request, cancellationToken);
        var seller = command.Try((seller, _) => SellerTransitions.BeginInstagram(seller));
        var (signed, expires) = await state.BeginAsync(request.HttpContext, seller.Id, cancellationToken);
        return Answers.OkForNow(new Answer(client.PageFor(state.Back, signed), expires));
    }
}
