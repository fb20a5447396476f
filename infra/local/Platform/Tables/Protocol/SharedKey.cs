using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Verifies the signature of a request and the age of its date ("Authorize with Shared Key", Table service forms). The date
/// must be right by the platform's clock or, for clients outside of the platform, by the machine's, which may differ by days.</summary>
internal sealed class SharedKey(TimeProvider clock, TimeProvider machine)
{
    private static readonly byte[] Key = Convert.FromBase64String(EmulatorAccount.Key);
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(15);

    /// <param name="request">The request.</param>
    /// <param name="rawPath">The path as sent.</param>
    /// <exception cref="TableFault">403: the signature or the date is wrong.</exception>
    public void Verify(HttpRequest request, string rawPath)
    {
        var header = request.Headers.Authorization.ToString();
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var scheme = header.AsSpan(0, Math.Max(space, 0));
        var credential = header.AsSpan(space + 1);
        if (!credential.StartsWith(EmulatorAccount.Name, StringComparison.Ordinal)
            || credential[EmulatorAccount.Name.Length..] is not [':', .. var given])
            throw TableFault.AuthenticationFailed();

        var date = request.Headers["x-ms-date"].ToString() is { Length: > 0 } own ? own : request.Headers.Date.ToString();
        var component = request.QueryString.HasValue && request.Query["comp"].ToString() is { Length: > 0 } named ? "?comp=" + named : "";
        var signed = scheme switch
        {
            "SharedKeyLite" => $"{date}\n/{EmulatorAccount.Name}{rawPath}{component}",
            "SharedKey" =>
                $"{request.Method}\n{request.Headers.ContentMD5}\n{request.Headers.ContentType}\n{date}\n/{EmulatorAccount.Name}{rawPath}{component}",
            _ => throw TableFault.AuthenticationFailed(),
        };
        if (!Signs(given, signed) || !IsRecent(date))
            throw TableFault.AuthenticationFailed();
    }

    private static bool Signs(ReadOnlySpan<char> given, string signed)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes + 2];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed), expected);
        return Convert.TryFromBase64Chars(given, signature, out var length)
            && CryptographicOperations.FixedTimeEquals(signature[..length], expected);
    }

    private bool IsRecent(string date) =>
        DateTimeOffset.TryParseExact(date, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        && (Near(at, clock) || Near(at, machine));

    private static bool Near(DateTimeOffset date, TimeProvider clock) => (clock.GetUtcNow() - date).Duration() <= LargestSkew;
}
