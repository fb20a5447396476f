using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The API's description as a page, on which every call can be read and tried.</summary>
public sealed class ShowDocs
{
    [Function(nameof(ShowDocs))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs")] HttpRequest request) =>
        ReferencePage.Of(request.HttpContext);
}
