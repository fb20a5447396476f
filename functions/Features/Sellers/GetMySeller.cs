using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The caller's account, and what to do next.</summary>
public sealed class GetMySeller(SellerStore sellers, SellerAnswers answers)
{
    [Function(nameof(GetMySeller))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/me")] HttpRequest request,
        CancellationToken cancellationToken
    ) => answers.OkUnlessKnown(request, await sellers.GetAsync(Caller.Of(request.HttpContext).SellerId, cancellationToken));
}
