using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Where the <c>type</c> of a problem leads: every code that a caller can be answered, what it means and what to do.</summary>
public sealed class ShowProblems
{
    [Function(nameof(ShowProblems))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/problems")] HttpRequest request) => PlainPage.Of(
        request.HttpContext,
        "ChatPay: problems",
        ["A call that is refused answers with application/problem+json (RFC 9457). Its 'code' is stable, 'detail' says what is wrong with "
            + "this request, 'field' names the offending member, and 'type' leads to the code on this page."],
        ProblemsPage.Html);
}
