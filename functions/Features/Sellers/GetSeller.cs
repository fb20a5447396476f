using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>A seller's account for an operator, in particular the PayPal account that is paid. The verification sends the version
/// seen here in <c>If-Match</c>, and applies to exactly that.</summary>
public sealed class GetSeller(SellerStore sellers, SellerAnswers answers)
{
    [Function(nameof(GetSeller))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken) =>
        answers.ForOperatorUnlessKnown(request, await sellers.GetAsync(SellerIds.Require(id), cancellationToken));
}
