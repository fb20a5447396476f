using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The page: the seller's desk.</summary>
public sealed class ShowDesk(AppPage page)
{
    [Function(nameof(ShowDesk))]
    [Open("an empty page, the same for everybody: it gets its content from the API")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "desk/{*path}")] HttpRequest request) =>
        page.OfAsync(request.HttpContext);
}
