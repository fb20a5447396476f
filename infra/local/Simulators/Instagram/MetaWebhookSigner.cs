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
}
