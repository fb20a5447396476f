using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Functions.Tests.Shared.Auth;

/// <summary>An issuer's documents and key, without a network.</summary>
internal sealed class StubIssuer : IDocumentRetriever, IDisposable
{
    public const string Name = "https://issuer.example";

    // Generating a key takes longer than any test that needs one.
    private static readonly RSAParameters Made = MakeKey();
    private readonly RSA _rsa = RSA.Create(Made);

    // The cache of signers is keyed by key id, and could return a signer whose key is disposed.
    public RsaSecurityKey Key =>
        new(_rsa)
        {
            KeyId = "k1",
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };

    public bool IsDown { get; set; }

    /// <summary>Until this has ended, it does not answer.</summary>
    public Task Hang { get; set; } = Task.CompletedTask;

    /// <summary>Where it gives tokens; null publishes no such address.</summary>
    public string? TokenEndpoint { get; set; }

    /// <summary>The number of requests for its documents.</summary>
    public int Asked { get; private set; }

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        Asked++;
        await Hang;
        if (IsDown)
            throw new IOException("The issuer is down.");
        var parameters = _rsa.ExportParameters(includePrivateParameters: false);
        object document = address.EndsWith("/keys", StringComparison.Ordinal)
            ? new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        kid = "k1",
                        n = Base64UrlEncoder.Encode(parameters.Modulus),
                        e = Base64UrlEncoder.Encode(parameters.Exponent),
                    },
                },
            }
            : new { issuer = Name, jwks_uri = Name + "/keys", token_endpoint = TokenEndpoint };
        return JsonSerializer.Serialize(document);
    }

    public static string Token(
        SigningCredentials? credentials,
        DateTimeOffset from,
        DateTimeOffset until,
        string issuer = Name,
        string audience = "chatpay",
        params string[] roles) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                NotBefore = from.UtcDateTime,
                Expires = until.UtcDateTime,
                Claims = new Dictionary<string, object> { ["sub"] = "alice", ["roles"] = roles },
                SigningCredentials = credentials,
            });

    public void Dispose() => _rsa.Dispose();

    private static RSAParameters MakeKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    }
}
