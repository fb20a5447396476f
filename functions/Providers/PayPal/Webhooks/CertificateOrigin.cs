using System.Diagnostics.CodeAnalysis;

namespace ChatPay.Functions.Providers.PayPal.Webhooks;

/// <summary>One entry of the list of hosts that a webhook certificate may come from.</summary>
/// <param name="Scheme">https, or http for an origin on the loopback.</param>
/// <param name="Host">Compared exactly; a suffix would let <c>evil-paypal.com</c> in.</param>
/// <param name="Port">Compared exactly.</param>
public sealed record CertificateOrigin(string Scheme, string Host, int Port)
{
    private const string Folder = "/v1/notifications/certs/";

    /// <summary>Parses a host name, or a whole origin.</summary>
    public static bool TryParse(string entry, [NotNullWhen(true)] out CertificateOrigin? origin)
    {
        origin = null;
        var text = entry.Contains("://", StringComparison.Ordinal) ? entry : "https://" + entry;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri is not { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" })
            return false;
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            return false;
        origin = Of(uri);
        return true;
    }

    /// <summary>Whether a certificate may be fetched from this URL. Only a URL that every parser reads alike passes: plain
    /// characters, no user info, no escapes, one file in PayPal's folder.</summary>
    public static PayPalSignatureResult Check(string url, IReadOnlyList<string> allowed)
    {
        // A bare path is an absolute file URL on some systems, which is not allowed.
        if (url.StartsWith('/')
            || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || !url.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.' or '-' or '_'))
            return PayPalSignatureResult.CertificateUrlRefused;

        var asked = Of(uri);
        var origins = allowed.Select(entry => TryParse(entry, out var origin) ? origin : null).OfType<CertificateOrigin>().ToList();
        if (!origins.Contains(asked))
            return origins.Any(o => o.Host == asked.Host && o.Scheme != asked.Scheme)
                ? PayPalSignatureResult.CertificateSchemeRefused
                : PayPalSignatureResult.CertificateHostRefused;

        var isFile = uri.AbsolutePath.StartsWith(Folder, StringComparison.Ordinal)
            && uri.AbsolutePath.Length > Folder.Length && !uri.AbsolutePath[Folder.Length..].Contains('/');
        return isFile ? PayPalSignatureResult.Valid : PayPalSignatureResult.CertificateUrlRefused;
    }

    private static CertificateOrigin Of(Uri uri) => new(uri.Scheme, uri.IdnHost, uri.Port);
}
