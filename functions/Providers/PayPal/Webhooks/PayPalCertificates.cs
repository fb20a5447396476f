using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>The certificates that sign PayPal's webhooks, fetched from the URL that a webhook names, if it is on one of PayPal's
/// hosts, and cached: PayPal publishes a new certificate at a new URL. Anybody can name a URL there that has none, so fetches of
/// what is not cached are limited.</summary>
public sealed class PayPalCertificates(IHttpClientFactory clients, IOptions<PayPalOptions> options, TimeProvider time)
{
    /// <summary>The name of the <see cref="HttpClient"/>; it must not follow redirects.</summary>
    public const string ClientName = "PayPalCertificates";

    /// <summary>The largest size of a chain, in bytes.</summary>
    public const int MaxChainLength = 64 * 1024;

    /// <summary>PayPal rotates rarely; a sender of made-up URLs must not fill the memory.</summary>
    private const int MaxKept = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, X509Certificate2Collection> _kept = new(StringComparer.Ordinal);
    private readonly CertificateFetches _fetches = new(time);

    /// <summary>The chain at this URL, or why there is none. Trust is checked elsewhere.</summary>
    public async Task<(PayPalSignatureResult Result, X509Certificate2Collection Certificates)> GetAsync(
        string url,
        CancellationToken cancellation)
    {
        if (CertificateOrigin.Check(url, options.Value.AllowedCertificateHosts) is not PayPalSignatureResult.Valid and var refused)
            return (refused, []);
        if (_kept.TryGetValue(url, out var kept))
            return (PayPalSignatureResult.Valid, kept);

        if (_fetches.Refuses(url) is { } before)
            return (before, []);
        var (result, certificates) = await FetchAsync(url, cancellation);
        if (result != PayPalSignatureResult.Valid)
        {
            _fetches.Failed(url, result);
        }
        else
        {
            if (_kept.Count >= MaxKept) _kept.Clear();
            _kept[url] = certificates;
        }

        return (result, certificates);
    }

    private async Task<(PayPalSignatureResult Result, X509Certificate2Collection Certificates)> FetchAsync(
        string url,
        CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var response = await clients.CreateClient(ClientName).GetAsync(url, either.Token);
            return (int)response.StatusCode switch
            {
                200 => Read(await response.Content.ReadAsByteArrayAsync(either.Token)),
                >= 300 and < 400 => (PayPalSignatureResult.CertificateRedirected, []),
                _ => (PayPalSignatureResult.CertificateUnavailable, []),
            };
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (PayPalSignatureResult.CertificateUnavailable, []);
        }
    }

    /// <summary>An HTML page, or anything else that is not PEM, says nothing about the webhook: the next response may be
    /// different.</summary>
    private static (PayPalSignatureResult Result, X509Certificate2Collection Certificates) Read(byte[] pem)
    {
        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPem(Encoding.ASCII.GetString(pem));
            return (certificates.Count > 0 ? PayPalSignatureResult.Valid : PayPalSignatureResult.CertificateUnavailable, certificates);
        }
        catch (CryptographicException)
        {
            return (PayPalSignatureResult.CertificateUnavailable, []);
        }
    }
}
