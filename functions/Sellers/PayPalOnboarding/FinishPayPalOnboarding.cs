using ChatPay.Functions.Shared;
using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Sellers.PayPalOnboarding;

/// <summary>Where PayPal sends the seller's browser back. What the address says is not believed: it only names whose account is read at
/// PayPal, which anybody may cause.</summary>
public sealed class FinishPayPalOnboarding(ReadSellerAtPayPal read)
{
    [Function(nameof(FinishPayPalOnboarding))]
    [Open("nothing is taken from it, and nothing told: PayPal is asked")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/connect/paypal/callback")] HttpRequest request, CancellationToken cancellationToken)
    {
        // PayPal calls our id of the seller "merchantId".
        if (request.Query["merchantId"].ToString() is var sellerId && Ids.HasForm(sellerId, "sel"))
            await read.OfSellerAsync(sellerId, cancellationToken);
        return PlainPage.Of(request.HttpContext, "PayPal", ["Thank you.", "You can close this window and go back to ChatPay, which shows how your account stands."]);
    }
}
