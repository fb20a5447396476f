using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The page: where the issuer sends the browser back after signing in.</summary>
public sealed class ShowSignedIn(AppPage page)
{
    [Function(nameof(ShowSignedIn))]
    [Open("an empty page, the same for everybody: it gets its content from the API")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "signed-in")] HttpRequest request) =>
        page.OfAsync(request.HttpContext);
}
