using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>How a client gets started with the API, and all calls.</summary>
public sealed class ShowQuickStart
{
    [Function(nameof(ShowQuickStart))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/quick-start")] HttpRequest request) =>
        DocsPage.Of(request.HttpContext, DocsPage.QuickStart, "Quick start", QuickStart.Html);
}
