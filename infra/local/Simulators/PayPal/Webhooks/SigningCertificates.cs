using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Webhooks;

/// <summary>A root and the leaf that signs webhooks, made at the first start and kept with the simulator's data.</summary>
internal sealed class SigningCertificates : IDisposable
{
    private const int Years = 10;

    private SigningCertificates(string pem, string rootPem)
    {
        Leaf = X509Certificate2.CreateFromPem(pem, pem);
        RootPem = rootPem;
        ChainPem = Leaf.ExportCertificatePem() + "\n" + rootPem;
        Id = "CERT-" + Leaf.Thumbprint[..16].ToUpperInvariant();
    }

    /// <summary>The certificate that signs, with its key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>What a receiver has to trust.</summary>
    public string RootPem { get; }

    /// <summary>Leaf, then root: what is served.</summary>
    public string ChainPem { get; }

    /// <summary>The last segment of the certificate's address.</summary>
    public string Id { get; }

    public static async Task<SigningCertificates> OpenAsync(SqliteJournal journal, DateTimeOffset now)
    {
        var (leaf, root) = await journal.WriteAsync(connection =>
        {
            if (connection.Setting("paypal-leaf") is { } kept)
                return (kept, connection.Setting("paypal-root")!);

            var (newLeaf, newRoot) = Make(now);
            return (connection.Setting("paypal-leaf", () => newLeaf), connection.Setting("paypal-root", () => newRoot));
        });
        return new SigningCertificates(leaf, root);
    }

    public void Dispose() => Leaf.Dispose();

    private static (string Leaf, string Root) Make(DateTimeOffset now)
    {
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=ChatPay local PayPal simulator root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        using var root = rootRequest.CreateSelfSigned(now.AddYears(-Years - 1), now.AddYears(Years + 1));

        using var leafKey = RSA.Create(2048);
        var leafRequest = new CertificateRequest("CN=messageverificationcerts.paypal.localhost", leafKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        leafRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        leafRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        leafRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(leafRequest.PublicKey, false));
        using var leaf = leafRequest.Create(root, now.AddYears(-Years), now.AddYears(Years), RandomNumberGenerator.GetBytes(16));

        return (leaf.ExportCertificatePem() + "\n" + leafKey.ExportPkcs8PrivateKeyPem(), root.ExportCertificatePem());
    }
}
