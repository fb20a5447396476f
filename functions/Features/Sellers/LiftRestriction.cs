using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>An operator lets a restricted seller sell again; blocked payouts resume by themselves.</summary>
public sealed class LiftRestriction(SellerStore sellers, SellerAnswers answers, IOptions<LossPolicy> policy, TimeProvider time)
{
    [Function(nameof(LiftRestriction))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sellers/{id}/restriction")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        answers.ForOperator(
            await sellers.ChangeByRequestAsync(
                request,
                id,
                s => SellerTransitions.LiftRestriction(s, time.GetUtcNow() + policy.Value.Forbearance),
                cancellationToken));
}
