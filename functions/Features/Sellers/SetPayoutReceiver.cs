using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>The seller names the PayPal account that payouts go to from now on; what is on its way already goes to the one before. The
/// account is verified, payouts wait for the cooling-off time, and the seller is written to: whoever has got hold of a token is not
/// paid.</summary>
public sealed class SetPayoutReceiver(
    SellerStore sellers,
    SellerNotices notices,
    SellerAnswers answers,
    IOptions<SellerTerms> terms,
    TimeProvider time)
{
    /// <param name="PayPalMerchantId">The account's merchant id.</param>
    public sealed record Request(string PayPalMerchantId);

    [Function(nameof(SetPayoutReceiver))]
    [Requires(Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sellers/me/payout-receiver")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var id = (await Body.ReadAsync<Request>(request, cancellationToken)).PayPalMerchantId;
        var faults = new FieldFaults();
        RegisterSeller.CheckMerchantId(id, faults);
        faults.ThrowIfAny();
        var (sellerId, now, coolingOff) = (Caller.Of(request.HttpContext).SellerId, time.GetUtcNow(), terms.Value.ReceiverCoolingOff);
        var before = (await sellers.GetAsync(sellerId, cancellationToken)).Seller;
        if (SellerTransitions.SetReceiver(before, id, now, coolingOff).ReceiverChangedAt == now)
            await notices.EnqueueReceiverChangedAsync(sellerId, id, now, now + coolingOff, cancellationToken);
        return answers.Ok(
            await sellers.ChangeAsync(
                sellerId,
                seller => SellerTransitions.SetReceiver(seller, id, now, coolingOff),
                cancellationToken,
                etag => EntityTags.RequireMatch(request, etag)));
    }
}
