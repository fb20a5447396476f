using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>An operator lets a restricted seller sell again; blocked payouts resume by themselves.</summary>
public sealed class LiftRestriction(SellerCommands commands, IOptions<LossPolicy> policy)
{
    [Function(nameof(LiftRestriction))]
    [Requires(Role.Operator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sellers/{id}/restriction")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        commands.RunAsync(
            request, id, (seller, now) => SellerTransitions.LiftRestriction(seller, now + policy.Value.Forbearance), cancellationToken);
}
