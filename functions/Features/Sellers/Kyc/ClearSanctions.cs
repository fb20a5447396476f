using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>An operator has made sure that the seller is not who is on the list of sanctions. It verifies nothing: that is a step of its
/// own.</summary>
public sealed class ClearSanctions(SanctionsHits hits, SellerAnswers answers)
{
    private const int MaxReasonLength = 1_000;

    /// <param name="Reason">How that is known, for other operators; no identity data.</param>
    public sealed record Request(string Reason);

    [Function(nameof(ClearSanctions))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/{id}/sanctions-clearance")] HttpRequest request,
        string id, CancellationToken cancellationToken)
    {
        var sellerId = SellerIds.Require(id);
        var reason = Texts.Require((await Body.ReadAsync<Request>(request, cancellationToken)).Reason, "reason", MaxReasonLength);
        return answers.ForOperator(await hits.ClearAsync(
            sellerId,
            Caller.Of(request.HttpContext).OperatorId,
            reason,
            etag => EntityTags.RequireMatch(request, etag),
            cancellationToken));
    }
}
