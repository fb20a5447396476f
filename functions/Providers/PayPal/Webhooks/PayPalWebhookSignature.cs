using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>PayPal's webhook signature: RSA (PKCS#1 v1.5, SHA-256) over <c>id|time|webhook id|CRC-32 of the body</c>. A pure
/// function of the transmission, the certificate, the time and the trusted roots; there is no way to skip it, so tests and
/// simulators sign.</summary>
public static class PayPalWebhookSignature
{
    private const string Algorithm = "SHA256withRSA";
    private const int SmallestKey = 2048;

    /// <summary>Verifies one transmission.</summary>
    /// <param name="transmission">Its headers.</param>
    /// <param name="body">The body, byte for byte as received.</param>
    /// <param name="webhookId">The id of this app's registration.</param>
    /// <param name="certificates">The signing certificate and its issuers, in any order.</param>
    /// <param name="now">When the certificate must be valid, UTC.</param>
    /// <param name="trust">The trusted roots and intermediates.</param>
    public static PayPalSignatureResult Verify(
        PayPalTransmission transmission,
        ReadOnlySpan<byte> body,
        string webhookId,
        X509Certificate2Collection certificates,
        DateTimeOffset now,
        WebhookTrust trust)
    {
        if (CheckHeaders(transmission) is not PayPalSignatureResult.Valid and var headers) return headers;
        if (certificates.Count == 0) return PayPalSignatureResult.CertificateMalformed;
        var signer = SigningCertificate.Of(certificates);
        using var key = signer.GetRSAPublicKey();
        if (key is null || key.KeySize < SmallestKey) return PayPalSignatureResult.CertificateMalformed;
        if (trust.Check(signer, certificates, now) is not PayPalSignatureResult.Valid and var chain) return chain;
        if (!SigningCertificate.IsPayPals(signer)) return PayPalSignatureResult.CertificateNameRefused;

        return key.VerifyData(
            SignedBytes(transmission, body, webhookId),
            Convert.FromBase64String(transmission.Signature),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1)
            ? PayPalSignatureResult.Valid
            : PayPalSignatureResult.SignatureWrong;
    }

    /// <summary>What can be refused without fetching a certificate.</summary>
    public static PayPalSignatureResult CheckHeaders(PayPalTransmission transmission)
    {
        if (transmission.Algorithm != Algorithm)
            return PayPalSignatureResult.AlgorithmRefused;
        return
            transmission.IsWellFormed && Convert.TryFromBase64String(transmission.Signature, new byte[transmission.Signature.Length], out _)
            ? PayPalSignatureResult.Valid
            : PayPalSignatureResult.HeaderMalformed;
    }

    /// <summary>The bytes that PayPal signs.</summary>
    public static byte[] SignedBytes(PayPalTransmission transmission, ReadOnlySpan<byte> body, string webhookId) =>
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{transmission.Id}|{transmission.Time}|{webhookId}|{Crc32.HashToUInt32(body)}"));
}
