using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>What a webhook certificate must chain to: the system's roots, or only the configured ones. Configured certificates that
/// are not roots complete the chain when PayPal serves its own certificate alone.</summary>
public sealed class WebhookTrust : IDisposable
{
    private readonly X509Certificate2Collection _roots = [];
    private readonly X509Certificate2Collection _between = [];

    private WebhookTrust()
    {
    }

    /// <summary>The roots and intermediates in this PEM; the system's roots when it is empty.</summary>
    /// <exception cref="CryptographicException">It is not empty, and has no certificate.</exception>
    public static WebhookTrust From(string? pem)
    {
        var trust = new WebhookTrust();
        if (string.IsNullOrWhiteSpace(pem)) return trust;
        X509Certificate2Collection all = [];
        all.ImportFromPem(pem);
        foreach (var certificate in all)
            (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? trust._roots : trust._between).Add(
                certificate);
        return all.Count > 0 ? trust : throw new CryptographicException("The trust root is not a PEM certificate.");
    }

    /// <summary>Whether this certificate chains to a root, through the others, at this time. Nothing is fetched: neither missing
    /// certificates nor revocation lists, since whoever made the certificate chooses those URLs.</summary>
    public PayPalSignatureResult Check(X509Certificate2 certificate, X509Certificate2Collection others, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.ExtraStore.AddRange(_between);
        if (_roots.Count > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(_roots);
        }

        if (chain.Build(certificate)) return PayPalSignatureResult.Valid;
        return chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.NotTimeValid)
            ? PayPalSignatureResult.CertificateExpired
            : PayPalSignatureResult.CertificateUntrusted;
    }

    public void Dispose()
    {
        foreach (var kept in _roots.Concat(_between)) kept.Dispose();
    }
}
