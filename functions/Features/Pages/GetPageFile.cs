using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>A file of the pages. Its path includes a version: another version than this program's may belong to a newer or older
/// one that runs beside it, and the page has to be reloaded.</summary>
public sealed class GetPageFile
{
    [Function(nameof(GetPageFile))]
    [Open("the same for everybody")]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{version}/{*file}")] HttpRequest request,
        string version,
        string file) =>
        version == PageFiles.Version && PageFiles.Find(file) is { } found
            ? Answers.FileUnlessKnown(request, found)
            : throw new ProblemException(404, "page-file-unknown", "There is no such file in this version: load the page again.");
}
