using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The page: the operator's desk.</summary>
public sealed class ShowOps(AppPage page)
{
    [Function(nameof(ShowOps))]
    [Open("an empty page, the same for everybody: it gets its content from the API")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/{*path}")] HttpRequest request) =>
        page.OfAsync(request.HttpContext);
}
