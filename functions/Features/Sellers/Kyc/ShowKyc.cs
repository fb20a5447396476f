using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.Kyc;

/// <summary>The identity data that the seller has submitted, masked: just enough to recognise it.</summary>
public sealed class ShowKyc(SellerStore sellers, IdentityVault vault)
{
    /// <param name="TaxId">Such as <c>SSN ending 6789</c>.</param>
    /// <param name="SubmittedAt">UTC.</param>
    public sealed record View(string TaxId, DateTimeOffset SubmittedAt);

    [Function(nameof(ShowKyc))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/sellers/me/kyc")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var seller = (await sellers.GetAsync(Caller.Of(request.HttpContext).SellerId, cancellationToken)).Seller;
        return
            seller is { KycReference: { } reference, KycSubmittedAt: { } at }
            && await vault.MaskAsync(reference, cancellationToken) is { } masked
            ? Answers.Ok(new View(masked, at))
            : throw Problems.NotFound("identity data (handing it in is PUT /api/v1/sellers/me/kyc)");
    }
}
