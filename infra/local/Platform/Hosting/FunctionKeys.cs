using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary>Checks the access key of a request.</summary>
internal sealed class FunctionKeys(KeyRing keys)
{
    /// <summary>Whether the request's key grants access to a function of this level.</summary>
    public bool Open(HttpRequest request, AuthorizationLevel level, string function) => level switch
    {
        AuthorizationLevel.Anonymous => true,
        AuthorizationLevel.Function or AuthorizationLevel.User =>
            Carries(request, keys.Functions.GetValueOrDefault(function)) | Carries(request, keys.Host) | Carries(request, keys.Master),
        _ => OpensAdministration(request),
    };

    public bool OpensAdministration(HttpRequest request) => Carries(request, keys.Master);

    /// <summary>Whether the request has the key of the durable HTTP API: its system key, or the master key.</summary>
    public bool OpensDurable(HttpRequest request) => Carries(request, keys.Durable) | Carries(request, keys.Master);

    // The header takes precedence over the query parameter. The comparison takes constant time.
    private static bool Carries(HttpRequest request, string? key)
    {
        var given = request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"].ToString();
        return key is not null && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
