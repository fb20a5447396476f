using System.Security.Cryptography.X509Certificates;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>The certificate that signs PayPal's webhooks, among those served with it.</summary>
public static class SigningCertificate
{
    private const string Site = "paypal.com";
    private const string CommonName = "2.5.4.3";

    /// <summary>The leaf: the one that issued none of the others, whatever their order.</summary>
    public static X509Certificate2 Of(X509Certificate2Collection certificates) =>
        certificates.FirstOrDefault(c =>
            !certificates.Any(other => other != c && other.IssuerName.RawData.AsSpan().SequenceEqual(c.SubjectName.RawData))
        ) ?? certificates[0];

    /// <summary>Whether it names PayPal: the authority that issues to PayPal issues to everybody.</summary>
    public static bool IsPayPals(X509Certificate2 certificate) => Names(certificate).Any(name =>
        name.Equals(Site, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + Site, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Names(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())
            .Concat(certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(n => !n.HasMultipleElements && n.GetSingleElementType().Value == CommonName)
                .Select(n => n.GetSingleElementValue() ?? ""));
}
