using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ChatPay.Local.Clock;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Local.Identity;

/// <summary>Codes and refresh tokens that have been given, and who has signed in. They are kept in memory: after a restart everybody signs
/// in again.</summary>
internal sealed class Grants(LocalClock clock)
{
    // RFC 6749, 4.1.2: at most ten minutes, and used once.
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Code> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _refresh = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Persona> _personas =
        new(Persona.Offered.Select(p => KeyValuePair.Create(p.Subject, p)), StringComparer.Ordinal);

    /// <summary>To whom tokens are given.</summary>
    internal sealed record Grant(Persona Persona, string ClientId, string? Nonce);

    private sealed record Code(AuthorizationRequest Request, Persona Persona, DateTimeOffset Until);

    /// <summary>Those that can sign in without being asked, the offered ones first.</summary>
    public IEnumerable<Persona> Personas =>
        [.. Persona.Offered, .. _personas.Values.ExceptBy(Persona.Offered.Select(p => p.Subject), p => p.Subject)];

    public Persona? Find(string? subject) => subject is null ? null : _personas.GetValueOrDefault(subject);

    public string AddCode(AuthorizationRequest request, Persona persona)
    {
        _personas[persona.Subject] = persona;
        var now = clock.GetUtcNow();
        foreach (var (old, _) in _codes.Where(c => c.Value.Until < now))
            _codes.TryRemove(old, out _);
        var code = Random();
        _codes[code] = new Code(request, persona, now + CodeLifetime);
        return code;
    }

    /// <summary>Takes a code, which is gone then.</summary>
    /// <returns>Null when it is not valid, or not this client's.</returns>
    public Grant? TakeCode(string code, string? client, string? redirect, string? verifier) =>
        _codes.TryRemove(code, out var given)
        && given.Until >= clock.GetUtcNow()
        && given.Request.ClientId == client
        && given.Request.RedirectUri.AbsoluteUri == redirect
        && verifier is not null
        && Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == given.Request.CodeChallenge
            ? new Grant(given.Persona, given.Request.ClientId, given.Request.Nonce)
            : null;

    public string AddRefresh(Grant grant)
    {
        var token = Random();
        _refresh[token] = grant with { Nonce = null };
        return token;
    }

    /// <summary>Takes a refresh token; each is used once (OAuth 2.0 for browser-based apps).</summary>
    public Grant? TakeRefresh(string token, string? client) =>
        _refresh.TryRemove(token, out var grant) && grant.ClientId == client ? grant : null;

    private static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
}
