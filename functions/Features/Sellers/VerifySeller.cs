using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>An operator has checked who the seller is: the account can sell.</summary>
public sealed class VerifySeller(SellerStore sellers, SellerAnswers answers, TimeProvider time)
{
    [Function(nameof(VerifySeller))]
    [Requires(Role.Operator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sellers/{id}/verification")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        answers.ForOperator(
            await sellers.ChangeByRequestAsync(request, id, s => SellerTransitions.Verify(s, time.GetUtcNow()), cancellationToken));
}
