using System.Net;
using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>Creates a referral: the page at PayPal where a seller opens or names an account.</summary>
    public async Task<Uri> CreateReferralAsync(PayPalReferralRequest referral, string requestId, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(referral, PayPalJson.Default.PayPalReferralRequest);
        var made = await CallAsync(
            PayPalCall.Post("refer the seller", "v2/customer/partner-referrals", requestId, body),
            PayPalJson.Default.PayPalReferral,
            cancellation);
        return made.ActionUrl ?? throw new InvalidOperationException("PayPal's referral has no page for the seller.");
    }

    /// <summary>The state of a seller's account.</summary>
    /// <param name="partnerId">This platform's own account id.</param>
    /// <param name="merchantId">The seller's account id.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<PayPalMerchant> GetMerchantAsync(string partnerId, string merchantId, CancellationToken cancellation) => CallAsync(
        PayPalCall.Read("show the merchant", $"v1/customer/partners/{Segment(partnerId)}/merchant-integrations/{Segment(merchantId)}"),
        PayPalJson.Default.PayPalMerchant,
        cancellation);

    /// <summary>The account id that a referred seller has named; null when onboarding is not complete yet.</summary>
    /// <param name="partnerId">This platform's own account id.</param>
    /// <param name="trackingId">Our id of the referral.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<string?> FindMerchantAsync(string partnerId, string trackingId, CancellationToken cancellation)
    {
        try
        {
            var found = await CallAsync(
                PayPalCall.Read(
                    "look up the merchant",
                    $"v1/customer/partners/{Segment(partnerId)}/merchant-integrations?tracking_id={Segment(trackingId)}"),
                PayPalJson.Default.PayPalMerchantLookup,
                cancellation);
            return found.MerchantId;
        }
        catch (PayPalRefusedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
