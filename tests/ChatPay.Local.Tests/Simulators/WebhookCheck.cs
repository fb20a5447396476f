using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ChatPay.Local.Simulators.PayPal.Webhooks;

namespace ChatPay.Local.Tests.Simulators;

/// <summary>Verifies a webhook as a receiver must: the certificate chain leads to the root and is valid now; the signature
/// matches.</summary>
internal static class WebhookCheck
{
    public static async Task<X509Certificate2> VerifyAsync(PayPalFixture fixture, ReceivedWebhook webhook)
    {
        var served = new X509Certificate2Collection();
        served.ImportFromPem(await fixture.Http.GetStringAsync(new Uri(webhook.Headers["PAYPAL-CERT-URL"])));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(fixture.PayPal.TrustRootPem));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = fixture.Clock.GetUtcNow().UtcDateTime;
        Assert.True(chain.Build(served[0]), string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation)));

        var text = PayPalWebhookSigner.SignedText(
            webhook.Headers["PAYPAL-TRANSMISSION-ID"], webhook.Headers["PAYPAL-TRANSMISSION-TIME"], fixture.PayPal.WebhookId, webhook.Body);
        using var key = served[0].GetRSAPublicKey()!;
        Assert.True(
            key.VerifyData(
                Encoding.UTF8.GetBytes(text),
                Convert.FromBase64String(webhook.Headers["PAYPAL-TRANSMISSION-SIG"]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1));
        return served[0];
    }
}
