using System.Text.Json;
using ChatPay.Local.Clock;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace ChatPay.Local.Identity;

/// <summary>Handles the issuer's endpoints: its description, discovery, keys and their rotation, tokens.</summary>
internal sealed class IdentityExchange(IdentityIssuer issuer, LocalClock clock)
{
    private readonly SignIn _signIn = new(issuer, new Grants(clock));

    public Task AnswerAsync(HttpContext context)
    {
        // Pages of other origins must not get tokens; signing in starts with a GET redirect.
        if (!HttpMethods.IsGet(context.Request.Method) && !LoopbackServer.IsFromThisMachine(context.Request))
            return Refuse(context.Response, StatusCodes.Status403Forbidden, "access_denied", "Only pages of this machine are answered.");
        AllowLocalPages(context);
        return (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/") => context.Response.WriteAsync(Explanation()),
            ("GET", "/.well-known/openid-configuration") => context.Response.WriteAsJsonAsync(Discovery()),
            ("GET", "/keys") => context.Response.WriteAsJsonAsync(Keys()),
            ("POST", "/keys/rotate") => Rotate(context.Response),
            ("GET", "/authorize") => _signIn.ShowAsync(context),
            ("POST", "/authorize") => _signIn.ChooseAsync(context),
            ("GET", "/logout") => SignIn.EndAsync(context),
            ("POST", "/token") => Token(context),
            ("OPTIONS", "/token") => NoContent(context.Response),
            _ => Refuse(
                context.Response,
                StatusCodes.Status404NotFound,
                "not_found",
                "There is /.well-known/openid-configuration, /keys, /authorize and /token; / explains them."),
        };
    }

    private Dictionary<string, object> Discovery() => new()
    {
        ["issuer"] = issuer.Authority,
        ["authorization_endpoint"] = issuer.Authority + "/authorize",
        ["end_session_endpoint"] = issuer.Authority + "/logout",
        ["token_endpoint"] = issuer.Authority + "/token",
        ["jwks_uri"] = issuer.Authority + "/keys",
        ["response_types_supported"] = new[] { "code" },
        ["grant_types_supported"] = new[] { "authorization_code", "refresh_token" },
        ["code_challenge_methods_supported"] = new[] { "S256" },
        ["token_endpoint_auth_methods_supported"] = new[] { "none" },
        ["scopes_supported"] = new[] { "openid", "profile", "offline_access" },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        ["claims_supported"] = new[] { "sub", "roles", "aud", "iss", "iat", "nbf", "exp" },
    };

    private string Explanation() =>
        $$"""
        The issuer of this platform's access tokens. It gives one to whoever asks; they are good for nothing elsewhere.

          curl {{issuer.Authority}}/token -d sub=seller-1 -d roles=seller

        Roles are buyer, seller and operator; several are given with commas. "lifetime" (seconds) and "audience" may be added. The
        same as JSON, {"sub": "seller-1", "roles": ["seller"]}, takes "claims" too. Send the access_token to the app as
        Authorization: Bearer …; with -H Accept:text/plain the answer is the token alone.

        Pages sign people in at /authorize (authorization code with PKCE), which asks whom to sign in as, and for no password.

          GET  /.well-known/openid-configuration   discovery
          GET  /keys                               what tokens are checked with
          POST /keys/rotate                        a new key; the old one stays published for a while of the platform's clock

        """;

    private Task Rotate(HttpResponse response)
    {
        issuer.RotateKey();
        return response.WriteAsJsonAsync(Keys());
    }

    private Dictionary<string, object> Keys() => new() { ["keys"] = issuer.PublishedKeys.Select(Published).ToArray() };

    private static Dictionary<string, string> Published(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new Dictionary<string, string>
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus!),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent!),
        };
    }

    private async Task Token(HttpContext context)
    {
        try
        {
            using var body = new StreamReader(context.Request.Body);
            var text = await body.ReadToEndAsync(context.RequestAborted);
            if (QueryHelpers.ParseQuery(text) is { } form && form.ContainsKey("grant_type"))
            {
                await GrantAsync(context, form);
                return;
            }

            var request = TokenRequest.Read(text);
            var token = issuer.IssueToken(request);
            context.Response.Headers.CacheControl = "no-store";
            if (context.Request.Headers.Accept == "text/plain")
            {
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync(token, context.RequestAborted);
                return;
            }

            var answer = new Dictionary<string, object>
            {
                ["access_token"] = token,
                ["token_type"] = "Bearer",
                ["expires_in"] = (long)IdentityIssuer.LifetimeOf(request).TotalSeconds,
            };
            await context.Response.WriteAsJsonAsync(answer);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            await Refuse(context.Response, StatusCodes.Status400BadRequest, "invalid_request", e.Message);
        }
    }

    private async Task GrantAsync(HttpContext context, Dictionary<string, StringValues> form)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (_signIn.Exchange(form) is { } tokens)
            await context.Response.WriteAsJsonAsync(tokens, context.RequestAborted);
        else
            await Refuse(context.Response, StatusCodes.Status400BadRequest, "invalid_grant", "It is used, expired, or was never issued.");
    }

    /// <summary>CORS: pages of this machine may fetch tokens; a page from elsewhere, open in the same browser, may not.</summary>
    private static void AllowLocalPages(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page) || !page.IsLoopback)
            return;
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.AccessControlAllowHeaders = "Content-Type";
        context.Response.Headers.Vary = "Origin";
    }

    private static Task NoContent(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpResponse response, int status, string error, string description)
    {
        response.StatusCode = status;
        return response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = error, ["error_description"] = description });
    }
}
