using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>How a client begins with the API, and all calls.</summary>
public sealed class ShowQuickStart
{
    [Function(nameof(ShowQuickStart))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/quick-start")] HttpRequest request) =>
        PlainPage.Of(
            request.HttpContext,
            "ChatPay: the API",
            [
                "Calls take and give JSON. Those that are not open to everybody need an access token of the issuer, sent as "
                    + "'Authorization: Bearer <token>'.",
            ],
            QuickStart.Html);
}
