using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>An operator stops a seller's requests, captures and payouts. Refunds still work.</summary>
public sealed class RestrictSeller(SellerCommands commands)
{
    private const int MaxReasonLength = 500;

    [Function(nameof(RestrictSeller))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/{id}/restriction")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<SellerRestriction>(request, cancellationToken);
        var reason = Texts.Require(body.Reason, "reason", MaxReasonLength);
        return await commands.RunAsync(
            request, id, (seller, now) => SellerTransitions.Restrict(seller, reason, now), cancellationToken);
    }
}

/// <summary>The body.</summary>
/// <param name="Reason">For the seller: why, and what would lift it.</param>
public sealed record SellerRestriction(string Reason);
