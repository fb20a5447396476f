using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>An operator has verified the seller's identity: the account can sell. It applies to the version in <c>If-Match</c>,
/// which is required: another PayPal account may have replaced the one that was checked.</summary>
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
