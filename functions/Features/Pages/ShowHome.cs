using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The root of the site: what this is, and where to go.</summary>
public sealed class ShowHome
{
    // The host takes an empty route for none, and names the function instead; a parameter that is never there stands for it.
    [Function(nameof(ShowHome))]
    [Open("says what this is, and knows nobody")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{nothing:maxlength(0)?}")] HttpRequest request) =>
        PlainPage.Of(
            request.HttpContext,
            "ChatPay",
            [
                "A seller asks for money in a chat, the buyer pays with PayPal, and the seller is paid after shipping. What is never "
                    + "marked as shipped is refunded.",
                "This is the API. Calls take and give JSON; those that are not open to everybody need an access token of the issuer, "
                    + "sent as 'Authorization: Bearer <token>'.",
            ],
            HomePage.Html);
}
