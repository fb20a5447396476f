using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The former path of ship links: links that were sent then still work.</summary>
public sealed class FollowOldShipLink(OldLinks links)
{
    [Function(nameof(FollowOldShipLink))]
    [Open("redirects to the signed link without reading it")]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ship/{*rest}")] HttpRequest request, string rest) =>
        links.LeadOn("ship", rest);
}
