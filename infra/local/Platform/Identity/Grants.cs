using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ChatPay.Local.Clock;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Local.Identity;

/// <summary>The codes and refresh tokens issued, and who has signed in, all in memory: after a restart everybody signs in
/// again.</summary>
internal sealed class Grants(LocalClock clock)
{
    // RFC 6749, 4.1.2: at most ten minutes, single use.
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Code> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Grant> _refresh = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Persona> _personas =
        new(Persona.Offered.Select(p => KeyValuePair.Create(p.Subject, p)), StringComparer.Ordinal);

    /// <summary>The person and client that tokens are issued to.</summary>
    internal sealed record Grant(Persona Persona, string ClientId, string? Nonce);

    private sealed record Code(AuthorizationRequest Request, Persona Persona, DateTimeOffset Until);

    /// <summary>The personas that can be chosen without typing a name, the built-in ones first.</summary>
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

    /// <summary>Redeems a code, which becomes invalid.</summary>
    /// <returns>The grant; null when the code is invalid, or issued to another client.</returns>
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

    /// <summary>Redeems a refresh token; each is used once (OAuth 2.0 for browser-based apps).</summary>
    public Grant? TakeRefresh(string token, string? client) =>
        _refresh.TryRemove(token, out var grant) && grant.ClientId == client ? grant : null;

    private static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
}
