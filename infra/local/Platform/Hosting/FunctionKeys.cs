using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary>Compares the key of a request with what its function demands.</summary>
internal sealed class FunctionKeys(string master, string function)
{
    public bool Open(HttpRequest request, AuthorizationLevel level) => level switch
    {
        AuthorizationLevel.Anonymous => true,
        AuthorizationLevel.Function or AuthorizationLevel.User => Carries(request, function) || Carries(request, master),
        _ => Carries(request, master),
    };

    // The header wins over the query parameter.
    private static bool Carries(HttpRequest request, string key)
    {
        var given = request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));
    }
}
