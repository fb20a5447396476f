using System.Globalization;
using ChatPay.Local.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Local.Identity;

/// <summary>
/// An OpenID Connect issuer for this machine: discovery document, keys, and access tokens for any subject requested. Tokens are
/// really signed (RS256) and dated by the platform's clock, so the app validates them like those of a real issuer.
/// </summary>
public sealed class IdentityIssuer : IAsyncDisposable
{
    /// <summary>The client id of the app's pages.</summary>
    public const string PagesClientId = "chatpay-pages";

    internal static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    /// <summary>The claims that the issuer sets; extra claims must not override them.</summary>
    private static readonly HashSet<string> Reserved = ["iss", "sub", "aud", "iat", "nbf", "exp", "roles"];

    private readonly IdentityIssuerOptions _options;
    private readonly SigningKeys _keys;
    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly IssuedTokens _issued = new();
    private LoopbackServer? _server;

    private IdentityIssuer(IdentityIssuerOptions options, SigningKeys keys)
    {
        _options = options;
        _keys = keys;
    }

    /// <summary>The issuer's name and address, <c>http://127.0.0.1:{port}</c>, the base of
    /// <c>/.well-known/openid-configuration</c>.</summary>
    public string Authority => _server!.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>The default audience of tokens.</summary>
    public string Audience => _options.Audience;

    /// <exception cref="PlatformException">The port is in use, or the key cannot be read.</exception>
    public static async Task<IdentityIssuer> StartAsync(IdentityIssuerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var keys = SigningKeys.Open(options.KeyFile);
        var issuer = new IdentityIssuer(options, keys);
        try
        {
            issuer._server = await LoopbackServer.StartAsync(
                "identity issuer", options.Port, options.Clock, new IdentityExchange(issuer, options.Clock).AnswerAsync);
            return issuer;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>Issues an access token, valid from now on.</summary>
    /// <param name="subject"><c>sub</c>.</param>
    /// <param name="roles"><c>roles</c>.</param>
    /// <param name="audience"><c>aud</c>; <see cref="Audience"/> when null.</param>
    /// <param name="lifetime">How long the token is valid, by the platform's clock; an hour when null.</param>
    /// <param name="claims">Further claims.</param>
    /// <exception cref="ArgumentException">A further claim is one that the issuer sets.</exception>
    public string IssueToken(
        string subject,
        IEnumerable<string> roles,
        string? audience = null,
        TimeSpan? lifetime = null,
        IReadOnlyDictionary<string, object>? claims = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentNullException.ThrowIfNull(roles);
        var all = new Dictionary<string, object> { ["sub"] = subject, ["roles"] = roles.ToArray() };
        foreach (var (name, value) in claims ?? new Dictionary<string, object>())
        {
            if (Reserved.Contains(name))
                throw new ArgumentException($"The claim {name} is the token's own.", nameof(claims));
            all[name] = value;
        }

        var key = _keys.Current;
        var now = _options.Clock.GetUtcNow().UtcDateTime;
        var end = now + (lifetime ?? DefaultLifetime);
        return claims is { Count: > 0 }
            ? Sign()
            : _issued.GetOrSign(
                EpochTime.GetIntDate(now),
                key.KeyId,
                [audience ?? Audience, EpochTime.GetIntDate(end).ToString(CultureInfo.InvariantCulture), subject, .. roles],
                Sign);

        string Sign() => _tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = audience ?? Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = end,
            Claims = all,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>Issues the ID token for the page that requested the sign-in (OpenID Connect Core 1.0, section 2).</summary>
    internal string IssueIdToken(Grants.Grant grant)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = grant.Persona.Subject,
            ["name"] = grant.Persona.Subject,
            ["preferred_username"] = grant.Persona.Subject,
            ["roles"] = grant.Persona.Roles.ToArray(),
        };
        if (grant.Nonce is { } nonce)
            claims["nonce"] = nonce;
        var now = _options.Clock.GetUtcNow().UtcDateTime;
        return _tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = grant.ClientId,
            IssuedAt = now,
            Expires = now + DefaultLifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(_keys.Current, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>Signs with a new key from now on. The previous one stays published for
    /// <see cref="IdentityIssuerOptions.KeyOverlap"/>, so that its tokens stay valid until then.</summary>
    public void RotateKey()
    {
        var now = _options.Clock.GetUtcNow();
        _keys.Rotate(now, now + _options.KeyOverlap);
    }

    internal IReadOnlyList<RsaSecurityKey> PublishedKeys => _keys.PublishedAt(_options.Clock.GetUtcNow());

    internal string IssueToken(TokenRequest request) =>
        IssueToken(request.Subject, request.Roles, request.Audience, request.Lifetime, request.Claims);

    internal static TimeSpan LifetimeOf(TokenRequest request) => request.Lifetime ?? DefaultLifetime;

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _keys.Dispose();
    }
}
