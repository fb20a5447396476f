using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>Verifies that PayPal sent a webhook: the pure check, with the certificate fetched for it.</summary>
public sealed class PayPalWebhookVerifier(PayPalCertificates certificates, IOptions<PayPalOptions> options, TimeProvider time) : IDisposable
{
    private readonly WebhookTrust _trust = WebhookTrust.From(options.Value.TrustRootPem);

    /// <summary>Whether the headers have the form of a PayPal webhook's, which is known before the body is read.</summary>
    public static PayPalSignatureResult CheckHeaders(IHeaderDictionary headers) => PayPalTransmission.Read(headers) is { } transmission
        ? PayPalWebhookSignature.CheckHeaders(transmission)
        : PayPalSignatureResult.HeaderMissing;

    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The request's body, byte for byte, before anything parses it.</param>
    /// <param name="cancellation">Cancels the fetch of the certificate.</param>
    public async Task<PayPalSignatureResult> VerifyAsync(
        IHeaderDictionary headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation)
    {
        if (PayPalTransmission.Read(headers) is not { } transmission) return PayPalSignatureResult.HeaderMissing;
        if (PayPalWebhookSignature.CheckHeaders(transmission) is not PayPalSignatureResult.Valid and var refused) return refused;
        var (fetched, chain) = await certificates.GetAsync(transmission.CertificateUrl, cancellation);
        if (fetched != PayPalSignatureResult.Valid)
            return fetched;
        var verdict = PayPalWebhookSignature.Verify(
            transmission, body.Span, options.Value.WebhookId, chain, time.GetUtcNow(), _trust);
        if (verdict == PayPalSignatureResult.Valid)
            await certificates.RecordAsync(transmission.CertificateUrl, cancellation);
        return verdict;
    }

    public void Dispose() => _trust.Dispose();
}
