using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Web;

/// <summary>The script of the page that shows the API's description.</summary>
public sealed class GetDocsScript
{
    [Function(nameof(GetDocsScript))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/scalar.js")] HttpRequest request) =>
        Answers.FileUnlessKnown(request, ReferenceScript.File);
}
