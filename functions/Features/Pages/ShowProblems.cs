using ChatPay.Functions.Platform.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The target of a problem's <c>type</c>: every code that a caller can get, what it means and what to do.</summary>
public sealed class ShowProblems
{
    [Function(nameof(ShowProblems))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/problems")] HttpRequest request) =>
        DocsPage.Of(request.HttpContext, DocsPage.Problems, "Problems", ProblemsPage.Html);
}
