using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.PayPalOnboarding;

/// <summary>The return URL for PayPal's onboarding page, with a state that is signed for the seller's pass through it. PayPal adds
/// the tracking id, which is what was signed; the URL may have at most 127 characters.</summary>
public sealed class PayPalReferralState(LinkSigner signer, IOptions<PublicAddress> address)
{
    private const string Purpose = "paypal-referral";
    private const string Path = "api/v1/connect/paypal/callback";
    private const int MaxAddressLength = 127;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(2);

    /// <summary>The return URL for this pass, the same each time. If the app's own URL leaves no room for the state, there is none,
    /// and only PayPal's webhook reports the result.</summary>
    public async Task<Uri> BackAsync(string sellerId, PayPalReferralProgress referral, CancellationToken cancellationToken)
    {
        var trackingId = PayPalReferralProgress.TrackingId(sellerId, referral.Number);
        var token = await signer.SignAsync(Purpose, trackingId, referral.BegunAt + Validity, cancellationToken);
        var back = address.Value.Of($"{Path}?state={token[(trackingId.Length + 1)..]}");
        return back.AbsoluteUri.Length <= MaxAddressLength ? back : address.Value.Of(Path);
    }

    /// <summary>Whether the state was signed for this pass, and has not expired.</summary>
    public async Task<bool> IsOfAsync(string trackingId, string state, CancellationToken cancellationToken) =>
        await signer.VerifyAsync(Purpose, $"{trackingId}.{state}", cancellationToken) == trackingId;
}
