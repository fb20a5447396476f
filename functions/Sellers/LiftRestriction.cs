using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Sellers;

/// <summary>An operator lets a restricted seller sell again; blocked payouts resume by themselves.</summary>
public sealed class LiftRestriction(SellerStore sellers, SellerAnswers answers)
{
    [Function(nameof(LiftRestriction))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/sellers/{id}/restriction")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        answers.Ok(await sellers.ChangeAsync(id, SellerTransitions.LiftRestriction, cancellationToken, etag => EntityTags.RequireMatch(request, etag)));
}
