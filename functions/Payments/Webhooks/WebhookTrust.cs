using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatPay.Functions.Payments.Webhooks;

/// <summary>Whom a webhook certificate must chain to: the system's roots, or the configured ones and no others.</summary>
public sealed class WebhookTrust : IDisposable
{
    private readonly X509Certificate2Collection _roots = [];

    private WebhookTrust()
    {
    }

    /// <summary>The roots in this PEM; the system's when there is none.</summary>
    /// <exception cref="CryptographicException">It is not empty, and has no certificate.</exception>
    public static WebhookTrust From(string? rootPem)
    {
        var trust = new WebhookTrust();
        if (string.IsNullOrWhiteSpace(rootPem)) return trust;
        trust._roots.ImportFromPem(rootPem);
        return trust._roots.Count > 0 ? trust : throw new CryptographicException("The trust root is not a PEM certificate.");
    }

    /// <summary>Whether the first of these chains to a root, through the others, at this time. Nothing is fetched for it:
    /// neither missing certificates nor revocation lists, since who made the certificate chooses those addresses.</summary>
    public PayPalSignatureResult Check(X509Certificate2Collection certificates, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(certificates);
        if (_roots.Count > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(_roots);
        }

        if (chain.Build(certificates[0])) return PayPalSignatureResult.Valid;
        return chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.NotTimeValid)
            ? PayPalSignatureResult.CertificateExpired
            : PayPalSignatureResult.CertificateUntrusted;
    }

    public void Dispose()
    {
        foreach (var root in _roots) root.Dispose();
    }
}
