using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ChatPay.Local.Simulators.PayPal.Webhooks;

/// <summary>Signs webhooks as PayPal does: RSA-SHA256 (PKCS#1 v1.5) over <c>id|time|webhook id|crc32 of the raw body</c>.</summary>
public static class PayPalWebhookSigner
{
    public const string Algorithm = "SHA256withRSA";

    /// <summary>The signed text; the CRC is in unsigned decimal.</summary>
    public static string SignedText(string transmissionId, string transmissionTime, string webhookId, ReadOnlySpan<byte> body) =>
        string.Create(CultureInfo.InvariantCulture, $"{transmissionId}|{transmissionTime}|{webhookId}|{Crc32.Of(body)}");

    /// <summary>The PAYPAL-* headers of one sending.</summary>
    /// <param name="key">A certificate with its RSA private key.</param>
    /// <param name="certificateUrl">The address at which the receiver finds that certificate.</param>
    /// <param name="webhookId">The id of the webhook registration.</param>
    /// <param name="transmissionId">The id of this sending.</param>
    /// <param name="sent">The time of this sending.</param>
    /// <param name="body">The raw body.</param>
    public static IReadOnlyDictionary<string, string> Headers(
        X509Certificate2 key, Uri certificateUrl, string webhookId, string transmissionId, DateTimeOffset sent, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(certificateUrl);
        var time = Time(sent);
        using var rsa = key.GetRSAPrivateKey() ?? throw new ArgumentException("The certificate has no RSA private key.", nameof(key));
        var text = Encoding.UTF8.GetBytes(SignedText(transmissionId, time, webhookId, body));
        return new Dictionary<string, string>
        {
            ["PAYPAL-TRANSMISSION-ID"] = transmissionId,
            ["PAYPAL-TRANSMISSION-TIME"] = time,
            ["PAYPAL-TRANSMISSION-SIG"] = Convert.ToBase64String(rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            ["PAYPAL-CERT-URL"] = certificateUrl.AbsoluteUri,
            ["PAYPAL-AUTH-ALGO"] = Algorithm,
        };
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
