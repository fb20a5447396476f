using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Shows an operator a seller's account, above all which PayPal account is paid. With the version of what was seen in
/// <c>If-Match</c>, the verification is of just that, and not of what has taken its place since.</summary>
public sealed class GetSeller(SellerStore sellers, SellerAnswers answers)
{
    [Function(nameof(GetSeller))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken) =>
        answers.ForOperator(await sellers.GetAsync(SellerIds.Require(id), cancellationToken));
}
