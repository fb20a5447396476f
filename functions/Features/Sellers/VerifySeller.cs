using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>An operator has checked who the seller is: the account can sell. It is of the version that <c>If-Match</c> names, and must name
/// one: another PayPal account may have taken the place of the one that was looked at.</summary>
public sealed class VerifySeller(SellerCommands commands)
{
    [Function(nameof(VerifySeller))]
    [Requires(Role.Operator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/{id}/verification")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        commands.RunOnMatchAsync(request, id, SellerTransitions.Verify, cancellationToken);
}
