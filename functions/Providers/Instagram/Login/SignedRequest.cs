using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatPay.Functions.Providers.Instagram.Login;

/// <summary>Meta's signed request: <c>{HMAC-SHA256}.{JSON}</c>, both in base64url; the HMAC is over the encoded JSON, keyed with
/// the app secret.</summary>
internal static class SignedRequest
{
    /// <summary>The user and when it was issued (UTC); null when Meta did not sign it.</summary>
    public static (string UserId, DateTimeOffset IssuedAt)? Read(string signed, string appSecret)
    {
        if (appSecret.Length == 0
            || signed.Split('.') is not [var signature, var payload]
            || !Base64Url.IsValid(signature)
            || !Base64Url.IsValid(payload))
            return null;
        if (!CryptographicOperations.FixedTimeEquals(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), Encoding.UTF8.GetBytes(payload)), Base64Url.DecodeFromChars(signature)))
            return null;

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var said = document.RootElement;
            return
                said.GetProperty("algorithm").GetString() == "HMAC-SHA256"
                && said.GetProperty("user_id").ToString() is { Length: > 0 and <= 32 } userId
                && userId.All(char.IsAsciiDigit)
                ? (userId, DateTimeOffset.FromUnixTimeSeconds(said.GetProperty("issued_at").GetInt64()))
                : null;
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
