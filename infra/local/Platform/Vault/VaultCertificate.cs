using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatPay.Local.Files;

namespace ChatPay.Local.Vault;

/// <summary>The vault's TLS certificate, for clients that insist on TLS: created at the first start, for this machine only, and kept
/// with its key in the data folder. A copy without the key lies beside it, for clients that are to trust it.</summary>
public static class VaultCertificate
{
    /// <summary>The path of the copy without the key, which others may read.</summary>
    public static string PublicFile(string file) => Path.ChangeExtension(file, ".crt");

    /// <param name="file">The file with certificate and key.</param>
    /// <param name="now">The current time. The certificate is valid from a day before, for a hundred years: clients trust this very
    /// certificate.</param>
    /// <exception cref="PlatformException">The file is readable by others, or holds no certificate with a key.</exception>
    public static X509Certificate2 Open(string file, DateTimeOffset now)
    {
        if (!File.Exists(file))
            Make(file, now);
        OwnerOnlyFile.Demand(file, "The vault's certificate");
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password: null);
            SmallFile.Write(PublicFile(file), System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"));
            return certificate;
        }
        catch (CryptographicException e)
        {
            throw new PlatformException($"The vault's certificate {file} cannot be read: delete it, or start with --fresh.", e);
        }
    }

    private static void Make(string file, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ChatPay local vault", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(100));
        OwnerOnlyFile.Write(file, certificate.Export(X509ContentType.Pkcs12));
    }
}
