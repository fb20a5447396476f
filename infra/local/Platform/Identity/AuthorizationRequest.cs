using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Local.Identity;

/// <summary>A page's request to the authorization endpoint (OpenID Connect Core 1.0, 3.1.2.1, with PKCE, RFC 7636).</summary>
/// <param name="ClientId"><c>client_id</c>: the page.</param>
/// <param name="RedirectUri"><c>redirect_uri</c>: the page's callback, on this machine.</param>
/// <param name="CodeChallenge"><c>code_challenge</c>, by method S256.</param>
/// <param name="State"><c>state</c>, returned unchanged.</param>
/// <param name="Nonce"><c>nonce</c>, for the ID token.</param>
/// <param name="LoginHint"><c>login_hint</c>: the persona to sign in without asking.</param>
internal sealed record AuthorizationRequest(
    string ClientId, Uri RedirectUri, string CodeChallenge, string? State, string? Nonce, string? LoginHint)
{
    /// <exception cref="FormatException">The request is invalid; the message says why. It must be shown here, since the redirect
    /// address cannot be trusted.</exception>
    public static AuthorizationRequest Read(IQueryCollection query)
    {
        if (Value(query, "response_type") != "code")
            throw new FormatException("response_type must be code.");
        if (!Uri.TryCreate(Value(query, "redirect_uri"), UriKind.Absolute, out var redirect)
            || !redirect.IsLoopback
            || redirect.Scheme is not ("http" or "https"))
            throw new FormatException("redirect_uri must be an address on this machine: this issuer signs in nobody elsewhere.");
        if (Value(query, "client_id") is not { } client)
            throw new FormatException("client_id is missing.");
        if (Value(query, "code_challenge") is not { Length: 43 } challenge || Value(query, "code_challenge_method") != "S256")
            throw new FormatException("A code_challenge with code_challenge_method=S256 is required (PKCE, RFC 7636).");
        return new AuthorizationRequest(
            client, redirect, challenge, Value(query, "state"), Value(query, "nonce"), Value(query, "login_hint"));
    }

    /// <summary>The redirect address with a parameter and the state added.</summary>
    public string AnswerWith(string name, string value)
    {
        var answer = QueryHelpers.AddQueryString(RedirectUri.AbsoluteUri, name, value);
        return State is null ? answer : QueryHelpers.AddQueryString(answer, "state", State);
    }

    [SuppressMessage("Performance", "CA1859", Justification = "As it comes.")]
    private static string? Value(IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 } value ? value : null;
}
