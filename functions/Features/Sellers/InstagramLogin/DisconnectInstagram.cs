using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.InstagramLogin;

/// <summary>The seller disconnects the Instagram account: nothing that is said there arrives any more, and its token is deleted.</summary>
public sealed class DisconnectInstagram(InstagramConnections connections, SellerAnswers answers)
{
    [Function(nameof(DisconnectInstagram))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sellers/me/instagram-connection")] HttpRequest request,
        CancellationToken cancellationToken
    ) => answers.Ok(await connections.DisconnectAsync(
        Caller.Of(request.HttpContext).SellerId, cancellationToken, etag => EntityTags.RequireMatch(request, etag)));
}
