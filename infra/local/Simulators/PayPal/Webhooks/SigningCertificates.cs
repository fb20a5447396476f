using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatPay.Local.Journal;
using ChatPay.Local.Keys;
using ChatPay.Local.Simulators.State;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.PayPal.Webhooks;

/// <summary>A permanent root, and the leaf that signs webhooks: valid for a year of the platform's clock, and renewed before it
/// expires. Both are created at the first start and stored with the simulator's data.</summary>
internal sealed class SigningCertificates : IDisposable
{
    private const string RootSetting = "paypal-root";
    private const string LeafSetting = "paypal-leaf";
    private const string LeafName = "CN=messageverificationcerts.paypal.com";
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(30);
    private static readonly DateTimeOffset Always = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Never = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    private readonly SqliteJournal _journal;
    private readonly X509Certificate2 _root;
    private readonly List<X509Certificate2> _leaves = [];
    private readonly Lock _gate = new();

    private SigningCertificates(SqliteJournal journal, string root, string leaf)
    {
        _journal = journal;
        _root = X509Certificate2.CreateFromPem(root, root);
        _leaves.Add(X509Certificate2.CreateFromPem(leaf, leaf));
        RootPem = _root.ExportCertificatePem();
    }

    /// <summary>The root certificate, which receivers must trust.</summary>
    public string RootPem { get; }

    public static async Task<SigningCertificates> OpenAsync(SqliteJournal journal, DateTimeOffset now)
    {
        var (root, leaf) = await journal.WriteAsync(connection =>
        {
            if (connection.Setting(RootSetting) is { } kept && kept.Contains("PRIVATE KEY", StringComparison.Ordinal))
                return (kept, connection.Setting(LeafSetting)!);

            using var made = MakeRoot();
            var pem = Pem(made);
            Keep(connection, RootSetting, pem);
            using var key = FirstKeys.Make(LeafSetting);
            return (pem, Keep(connection, LeafSetting, MakeLeaf(made, key, now)));
        });
        return new SigningCertificates(journal, root, leaf);
    }

    /// <summary>The certificate that signs at this time, with its key.</summary>
    public X509Certificate2 LeafAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            var leaf = _leaves[^1];
            // An older leaf may have another name.
            if (leaf.Subject == LeafName && now >= leaf.NotBefore && now < leaf.NotAfter - RenewedBefore)
                return leaf;

            using var key = RSA.Create(2048);
            var pem = MakeLeaf(_root, key, now);
            // Not awaited: the record of a webhook that it signed is written after it.
            _ = _journal.WriteAsync(connection => { Keep(connection, LeafSetting, pem); });
            _leaves.Add(X509Certificate2.CreateFromPem(pem, pem));
            return _leaves[^1];
        }
    }

    /// <summary>The last segment of the certificate's URL.</summary>
    public static string IdOf(X509Certificate2 leaf) => "CERT-" + leaf.Thumbprint[..16].ToUpperInvariant();

    /// <returns>The leaf, then the root; null when there is no such certificate.</returns>
    public string? Chain(string id)
    {
        lock (_gate)
            return _leaves.Find(leaf => IdOf(leaf) == id) is { } found ? found.ExportCertificatePem() + "\n" + RootPem : null;
    }

    public void Dispose()
    {
        _root.Dispose();
        foreach (var leaf in _leaves)
            leaf.Dispose();
    }

    private static X509Certificate2 MakeRoot()
    {
        using var key = FirstKeys.Make(RootSetting);
        var request = new CertificateRequest(
            "CN=ChatPay local PayPal simulator root",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(Always, Never);
    }

    private static string MakeLeaf(X509Certificate2 root, RSA key, DateTimeOffset now)
    {
        var request = new CertificateRequest(LeafName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var leaf = request.Create(root, now.AddDays(-1), now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return leaf.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
    }

    private static string Pem(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
    }

    private static string Keep(SqliteConnection connection, string name, string value)
    {
        connection.Execute("INSERT INTO settings VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
        return value;
    }
}
