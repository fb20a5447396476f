using System.Net;
using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

public sealed partial class PayPalClient
{
    /// <summary>Makes a referral: the page at PayPal for a seller to open or name an account.</summary>
    public async Task<Uri> CreateReferralAsync(PayPalReferralRequest referral, string requestId, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(referral, PayPalJson.Default.PayPalReferralRequest);
        var made = await CallAsync(
            PayPalCall.Post("refer the seller", "v2/customer/partner-referrals", requestId, body),
            PayPalJson.Default.PayPalReferral,
            cancellation);
        return made.ActionUrl ?? throw new InvalidOperationException("PayPal's referral has no page for the seller.");
    }

    /// <summary>How a seller's account stands.</summary>
    /// <param name="partnerId">This platform's own account.</param>
    /// <param name="merchantId">The seller's.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<PayPalMerchant> GetMerchantAsync(string partnerId, string merchantId, CancellationToken cancellation) => CallAsync(
        PayPalCall.Read("show the merchant", $"v1/customer/partners/{Segment(partnerId)}/merchant-integrations/{Segment(merchantId)}"),
        PayPalJson.Default.PayPalMerchant,
        cancellation);

    /// <summary>The account that a referred seller has named; null when the seller has not come through yet.</summary>
    /// <param name="partnerId">This platform's own account.</param>
    /// <param name="trackingId">Our seller.</param>
    /// <param name="cancellation">Ends the call.</param>
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
