using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Sellers;

/// <summary>The seller names the PayPal account that payouts go to from now on; what is on its way already goes to the one before. An
/// active seller is verified again, so that nobody who has got hold of a token is paid.</summary>
public sealed class SetPayoutReceiver(SellerStore sellers, SellerAnswers answers)
{
    /// <param name="PayPalMerchantId">The account's merchant id.</param>
    public sealed record Request(string PayPalMerchantId);

    [Function(nameof(SetPayoutReceiver))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/sellers/me/payout-receiver")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<Request>(request, cancellationToken);
        var id = RegisterSeller.CheckMerchantId(body.PayPalMerchantId);
        return answers.Ok(await sellers.ChangeAsync(
            Caller.Of(request.HttpContext).SellerId, seller => SellerTransitions.SetReceiver(seller, id), cancellationToken, etag => EntityTags.RequireMatch(request, etag)));
    }
}
