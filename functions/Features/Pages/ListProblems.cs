using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Pages;

/// <summary>Every problem code that a caller can get, for programs.</summary>
public sealed class ListProblems
{
    /// <summary>All kinds of problems, sorted by code.</summary>
    public sealed record Listed(IReadOnlyList<ProblemKind> Problems);

    [Function(nameof(ListProblems))]
    [Open("a public description")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/docs/problems.json")] HttpRequest request) =>
        Answers.OkUnlessKnown(request, new Listed([.. ProblemKinds.All.Values.OrderBy(kind => kind.Code, StringComparer.Ordinal)]));
}
