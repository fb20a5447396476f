using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatPay.Local.Simulators.Instagram;

/// <summary>Signs webhooks as Meta does: HMAC-SHA256 of the raw body under the app secret.</summary>
public static class MetaWebhookSigner
{
    public const string Header = "X-Hub-Signature-256";

    /// <summary>The header's value: <c>sha256=</c> and lowercase hex.</summary>
    public static string Sign(string appSecret, ReadOnlySpan<byte> body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body));

    /// <summary>The <c>signed_request</c> of the deauthorize callback: a signature and the signed payload, both in base64url.</summary>
    public static string SignedRequest(string appSecret, string userId, DateTimeOffset issuedAt)
    {
        var payload = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($$"""{"user_id":"{{userId}}","algorithm":"HMAC-SHA256","issued_at":{{issuedAt.ToUnixTimeSeconds()}}}""")
        );
        return Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), Encoding.UTF8.GetBytes(payload)))
            + "."
            + payload;
    }
}
