using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Vault;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Sellers.PayPalOnboarding;

/// <summary>Where PayPal's page sends the seller back to, with a state that is signed for the seller's way there. PayPal adds the tracking
/// id, which is what was signed; the address takes 127 characters at most.</summary>
public sealed class PayPalReferralState(LinkSigner signer, IOptions<PublicAddress> address)
{
    private const string Purpose = "paypal-referral";
    private const string Path = "api/v1/connect/paypal/callback";
    private const int MaxAddressLength = 127;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(2);

    /// <summary>The address for this way, the same each time. Where the app's own address leaves no room for the state it has none, and
    /// PayPal's webhook alone brings the news.</summary>
    public async Task<Uri> BackAsync(string sellerId, PayPalReferralProgress referral, CancellationToken cancellationToken)
    {
        var trackingId = PayPalReferralProgress.TrackingId(sellerId, referral.Number);
        var token = await signer.SignAsync(Purpose, trackingId, referral.BegunAt + Validity, cancellationToken);
        var back = address.Value.Of($"{Path}?state={token[(trackingId.Length + 1)..]}");
        return back.AbsoluteUri.Length <= MaxAddressLength ? back : address.Value.Of(Path);
    }

    /// <summary>Whether the state was signed for this way, and its time is not over.</summary>
    public async Task<bool> IsOfAsync(string trackingId, string state, CancellationToken cancellationToken) =>
        await signer.VerifyAsync(Purpose, $"{trackingId}.{state}", cancellationToken) == trackingId;
}
