using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The script of the page that shows the API's description.</summary>
public sealed class GetDocsScript
{
    [Function(nameof(GetDocsScript))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/scalar.js")] HttpRequest request) =>
        Answers.FileUnlessKnown(request, ReferenceScript.File);
}
