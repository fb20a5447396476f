using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Where the <c>type</c> of a problem leads: every code that a caller can be answered, what it means and what to do.</summary>
public sealed class ShowProblems
{
    [Function(nameof(ShowProblems))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/problems")] HttpRequest request) =>
        DocsPage.Of(request.HttpContext, DocsPage.Problems, "Problems", ProblemsPage.Html);
}
