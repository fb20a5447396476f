using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Sellers.PayPalOnboarding;

/// <summary>Where PayPal redirects the seller's browser. It acts only under the state that was signed when the seller started; the
/// named account is read at PayPal, and nothing else in the URL is trusted.</summary>
public sealed class FinishPayPalOnboarding(PayPalReferralState state, ReadSellerAtPayPal read)
{
    [Function(nameof(FinishPayPalOnboarding))]
    [Open("a signed state of the seller who started; the page reveals nothing, and the account is read at PayPal")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connect/paypal/callback")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        // PayPal calls our tracking id "merchantId".
        var trackingId = request.Query["merchantId"].ToString();
        if (PayPalReferralProgress.Parse(trackingId) is not null
            && await state.IsOfAsync(trackingId, request.Query["state"].ToString(), cancellationToken))
            await read.OfReferralAsync(trackingId, cancellationToken);
        return PlainPage.Of(
            request.HttpContext,
            "PayPal",
            ["Thank you.", "You can close this window and go back to ChatPay, which shows how your account stands."]);
    }
}
