using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Checks the signature of a request: "Authorize with Shared Key", Table service forms. The age of the date is not
/// checked: the platform's clock may be days ahead of the client's.</summary>
internal static class SharedKey
{
    private static readonly byte[] Key = Convert.FromBase64String(EmulatorAccount.Key);

    public static void Verify(HttpRequest request, string rawPath)
    {
        var header = request.Headers.Authorization.ToString();
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var scheme = space < 0 ? "" : header[..space];
        var credential = space < 0 ? "" : header[(space + 1)..];
        if (!credential.StartsWith(EmulatorAccount.Name + ":", StringComparison.Ordinal))
            throw TableFault.AuthenticationFailed();

        var date = request.Headers["x-ms-date"].ToString() is { Length: > 0 } own ? own : request.Headers.Date.ToString();
        var resource = $"/{EmulatorAccount.Name}{rawPath}";
        if (request.Query["comp"].ToString() is { Length: > 0 } component)
            resource += "?comp=" + component;
        var signed = scheme switch
        {
            "SharedKeyLite" => $"{date}\n{resource}",
            "SharedKey" => $"{request.Method}\n{request.Headers["Content-MD5"]}\n{request.Headers.ContentType}\n{date}\n{resource}",
            _ => throw TableFault.AuthenticationFailed(),
        };

        var signature = new byte[HMACSHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(credential[(EmulatorAccount.Name.Length + 1)..], signature, out var length)
            || length != signature.Length
            || !CryptographicOperations.FixedTimeEquals(signature, HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed))))
            throw TableFault.AuthenticationFailed();
    }
}
