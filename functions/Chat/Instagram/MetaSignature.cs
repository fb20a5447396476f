using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Functions.Chat.Instagram;

/// <summary>
/// Meta's webhook signature, <c>X-Hub-Signature-256: sha256={lowercase hex}</c>: HMAC-SHA256 of the raw body under the app
/// secret. Meta signs the text with its unicode escapes, so only the bytes as they came will do.
/// </summary>
internal static class MetaSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";

    private static readonly SearchValues<char> LowercaseHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether Meta signed this body; in constant time.</summary>
    /// <param name="header">The header as sent, or null.</param>
    /// <param name="rawBody">The body, byte for byte.</param>
    /// <param name="appSecret">The app's secret; an empty one signs nothing.</param>
    public static bool Verify(string? header, ReadOnlySpan<byte> rawBody, string appSecret)
    {
        if (appSecret.Length == 0 || header is null || !header.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var hex = header.AsSpan(Prefix.Length);
        if (hex.Length != 2 * HMACSHA256.HashSizeInBytes || hex.ContainsAnyExcept(LowercaseHex)) return false;

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), rawBody, expected);
        return CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(hex));
    }
}
