using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>The certificates that sign PayPal's webhooks, fetched from the URL that a webhook names, if it is on one of PayPal's
/// hosts, and cached: PayPal publishes a new certificate at a new URL. Anybody can name a URL there that has none, so fetches of
/// what is not cached are limited, except for those that have verified a webhook before (<see cref="KnownCertificates"/>).</summary>
public sealed class PayPalCertificates(
    IHttpClientFactory clients, KnownCertificates known, IOptions<PayPalOptions> options, TimeProvider time)
{
    /// <summary>The name of the <see cref="HttpClient"/>; it must not follow redirects.</summary>
    public const string ClientName = "PayPalCertificates";

    /// <summary>The largest size of a chain, in bytes.</summary>
    public const int MaxChainLength = 64 * 1024;

    /// <summary>PayPal rotates rarely; a sender of made-up URLs must not fill the memory.</summary>
    private const int MaxKept = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, X509Certificate2Collection> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<Fetched>>> _fetching = new(StringComparer.Ordinal);
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

        if (!_fetching.ContainsKey(url) && _fetches.Begin(url) is ({ } before, var isFull)
            && !(isFull && await known.HasAsync(url, cancellation)))
            return (before, []);
        // Whoever needs it while it is fetched waits for the same fetch.
        var fetched = await _fetching.GetOrAdd(url, u => new(() => FetchOnceAsync(u))).Value.WaitAsync(cancellation);
        return (fetched.Result, fetched.Certificates);
    }

    /// <summary>Records that the certificate at this URL has verified a webhook.</summary>
    public Task RecordAsync(string url, CancellationToken cancellation) => known.RecordAsync(url, cancellation);

    private async Task<Fetched> FetchOnceAsync(string url)
    {
        try
        {
            var (result, certificates) = await FetchAsync(url);
            if (result != PayPalSignatureResult.Valid)
            {
                _fetches.Failed(url, result);
            }
            else
            {
                if (_kept.Count >= MaxKept) _kept.Clear();
                _kept[url] = certificates;
            }

            return new(result, certificates);
        }
        finally
        {
            _fetching.TryRemove(url, out _);
        }
    }

    private async Task<(PayPalSignatureResult Result, X509Certificate2Collection Certificates)> FetchAsync(string url)
    {
        using var late = new CancellationTokenSource(Patience, time);
        try
        {
            using var response = await clients.CreateClient(ClientName).GetAsync(url, late.Token);
            return (int)response.StatusCode switch
            {
                200 => Read(await response.Content.ReadAsByteArrayAsync(late.Token)),
                >= 300 and < 400 => (PayPalSignatureResult.CertificateRedirected, []),
                _ => (PayPalSignatureResult.CertificateUnavailable, []),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
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

    private sealed record Fetched(PayPalSignatureResult Result, X509Certificate2Collection Certificates);
}
