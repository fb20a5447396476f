using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Functions.Providers.Instagram;

/// <summary>Meta's webhook signature, <c>X-Hub-Signature-256: sha256={lowercase hex}</c>: HMAC-SHA256 of the raw body, keyed with
/// the app secret. Meta signs the text with its unicode escapes, so only the exact bytes verify.</summary>
internal static class MetaSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";

    private static readonly SearchValues<char> LowercaseHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether the header has the form of a signature, which is known before the body is read.</summary>
    public static bool HasForm([NotNullWhen(true)] string? header) =>
        header is not null && header.Length == Prefix.Length + (2 * HMACSHA256.HashSizeInBytes)
        && header.StartsWith(Prefix, StringComparison.Ordinal) && !header.AsSpan(Prefix.Length).ContainsAnyExcept(LowercaseHex);

    /// <summary>Whether Meta signed this body; in constant time.</summary>
    /// <param name="header">The header as sent, or null.</param>
    /// <param name="rawBody">The body, byte for byte.</param>
    /// <param name="appSecret">The app's secret; an empty one verifies nothing.</param>
    public static bool Verify(string? header, ReadOnlySpan<byte> rawBody, string appSecret)
    {
        if (appSecret.Length == 0 || !HasForm(header)) return false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hex = header.AsSpan(Prefix.Length);
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), rawBody, expected);
        return CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(hex));
    }
}
