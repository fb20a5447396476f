using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Redirects from a URL that people guess for the documentation.</summary>
public sealed class FollowDocs(IOptions<PublicAddress> address)
{
    [Function(nameof(FollowDocs))]
    [Open("redirects to the quick start")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest request) =>
        Answers.SeeOther(address.Value.Of(DocsPage.QuickStart));
}
