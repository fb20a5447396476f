using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>An operator has checked who the seller is: the account can sell. It is of the version that <c>If-Match</c> names, and must name
/// one: another PayPal account may have taken the place of the one that was looked at.</summary>
public sealed class VerifySeller(SellerStore sellers, SellerAnswers answers, TimeProvider time)
{
    [Function(nameof(VerifySeller))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/{id}/verification")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        answers.ForOperator(
            await sellers.ChangeAsync(
                SellerIds.Require(id),
                seller => SellerTransitions.Verify(seller, time.GetUtcNow()),
                cancellationToken,
                etag => EntityTags.RequireMatchGiven(request, etag)));
}
