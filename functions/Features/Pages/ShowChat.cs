using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The page: conversations, for buyers and sellers.</summary>
public sealed class ShowChat(AppPage page)
{
    [Function(nameof(ShowChat))]
    [Open("an empty page, the same for everybody: it gets its content from the API")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "chat/{*path}")] HttpRequest request) =>
        page.OfAsync(request.HttpContext);
}
