using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ChatPay.Local.Identity;

/// <summary>Signs people in with a browser: the authorization endpoint, and the tokens for its codes (OpenID Connect Core 1.0,
/// 3.1).</summary>
internal sealed class SignIn(IdentityIssuer issuer, Grants grants)
{
    /// <summary>Shows the page with the personas; with the <c>login_hint</c> of a known one, redirects at once.</summary>
    public async Task ShowAsync(HttpContext http)
    {
        if (await ReadAsync(http) is not { } request)
            return;
        if (http.Request.Query["prompt"] != "login" && grants.Find(request.LoginHint) is { } known)
        {
            http.Response.Redirect(request.AnswerWith("code", grants.AddCode(request, known)));
            return;
        }

        if (http.Request.Query["prompt"] == "none")
        {
            http.Response.Redirect(request.AnswerWith("error", "login_required"));
            return;
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src {PersonaPage.StyleSource}; img-src data:; frame-ancestors http://127.0.0.1:* http://localhost:*; base-uri 'none'; "
                + $"form-action 'self' {request.RedirectUri.GetLeftPart(UriPartial.Authority)}";
        headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(PersonaPage.Of(grants.Personas, request.ClientId), http.RequestAborted);
    }

    /// <summary>Signs in the persona chosen on the page.</summary>
    public async Task ChooseAsync(HttpContext http)
    {
        if (await ReadAsync(http) is not { } request)
            return;
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["sub"].ToString().Trim() is not { Length: > 0 } subject)
        {
            await RefuseAsync(http, "A name is needed to sign in.");
            return;
        }

        string[] roles = [.. form["roles"].OfType<string>().Where(r => r.Length > 0)];
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = request.AnswerWith("code", grants.AddCode(request, new Persona(subject, roles)));
    }

    /// <summary>Signs out (OpenID Connect RP-Initiated Logout 1.0): there is no session here, so it only redirects to the page, on
    /// this machine.</summary>
    public static Task EndAsync(HttpContext http)
    {
        if (!Uri.TryCreate(http.Request.Query["post_logout_redirect_uri"], UriKind.Absolute, out var back)
            || !back.IsLoopback
            || back.Scheme is not ("http" or "https"))
            return http.Response.WriteAsync("Signed out.\n", http.RequestAborted);
        http.Response.Redirect(back.AbsoluteUri);
        return Task.CompletedTask;
    }

    /// <summary>Exchanges a code or a refresh token for tokens.</summary>
    /// <returns>The tokens; null for <c>invalid_grant</c>.</returns>
    public Dictionary<string, object>? Exchange(IReadOnlyDictionary<string, StringValues> form)
    {
        var grant = Value("grant_type") switch
        {
            "authorization_code" => grants.TakeCode(
                Value("code") ?? "", Value("client_id"), Value("redirect_uri"), Value("code_verifier")),
            "refresh_token" => grants.TakeRefresh(Value("refresh_token") ?? "", Value("client_id")),
            var other => throw new FormatException(
                $"grant_type {other} is not known: authorization_code and refresh_token are; without one, sub=… gives a token at once."),
        };
        if (grant is null)
            return null;
        return new Dictionary<string, object>
        {
            ["access_token"] = issuer.IssueToken(grant.Persona.Subject, grant.Persona.Roles),
            ["token_type"] = "Bearer",
            ["expires_in"] = (long)IdentityIssuer.DefaultLifetime.TotalSeconds,
            ["id_token"] = issuer.IssueIdToken(grant),
            ["refresh_token"] = grants.AddRefresh(grant),
        };

        string? Value(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    private static async Task<AuthorizationRequest?> ReadAsync(HttpContext http)
    {
        try
        {
            return AuthorizationRequest.Read(http.Request.Query);
        }
        catch (FormatException e)
        {
            await RefuseAsync(http, e.Message);
            return null;
        }
    }

    private static Task RefuseAsync(HttpContext http, string why)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return http.Response.WriteAsync(why + "\n", http.RequestAborted);
    }
}
