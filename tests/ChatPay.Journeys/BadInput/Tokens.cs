using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatPay.Local.Keys;

namespace ChatPay.Journeys.BadInput;

/// <summary>Forged access tokens.</summary>
internal static class Tokens
{
    /// <summary>A token with another subject under the issuer's signature.</summary>
    public static string Altered(BadInputStage stage)
    {
        var parts = stage.Token("foreign-seller").Split('.');
        var claims = Encoding
            .UTF8.GetString(Base64Url.DecodeFromChars(parts[1]))
            .Replace("foreign-seller", "unpaid-seller", StringComparison.Ordinal);
        return $"Bearer {parts[0]}.{Encode(claims)}.{parts[2]}";
    }

    /// <summary>A token with the algorithm <c>none</c>.</summary>
    public static string Unsigned(BadInputStage stage) =>
        $"Bearer {Encode("""{"alg":"none","typ":"JWT"}""")}.{stage.Token("unpaid-seller").Split('.')[1]}.";

    /// <summary>A token with the issuer's key id, signed by another key.</summary>
    public static string ByAnotherKey(BadInputStage stage)
    {
        var parts = stage.Token("unpaid-seller").Split('.');
        using var key = FirstKeys.Make("another issuer");
        var signature = key.SignData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        return $"Bearer {parts[0]}.{parts[1]}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
