using System.Net;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The page that all signed-in users get, whatever the path: its script shows what belongs there. It is a single page, so
/// that tokens, which are kept only in memory, survive navigation.</summary>
public sealed class AppPage(
    IOptions<AuthOptions> auth, IOptions<SignInOptions> signIn, IOptions<PagesOptions> pages, IssuerKeys issuer)
{
    public async Task<IResult> OfAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = PagePolicy.Of(
            $"connect-src 'self' {await OriginsAsync(http.RequestAborted)}",
            framedBy: pages.Value.FrameAncestors);
        headers["Referrer-Policy"] = "same-origin";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
        return new ContentAnswer(
            StatusCodes.Status200OK,
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>ChatPay</title>
            {PageFrame.Links}
            <link rel="modulepreload" href="{PageFiles.AddressOf("vendor/preact.js")}">
            <link rel="modulepreload" href="{PageFiles.AddressOf("kit/view.js")}">
            <script type="module" src="{PageFiles.AddressOf("main.js")}"></script></head>
            <body data-issuer="{Attribute(auth.Value.Authority!.AbsoluteUri.TrimEnd('/'))}" data-client="{Attribute(signIn.Value.ClientId)}"
            data-scope="{Attribute(signIn.Value.Scope)}">
            <div id="app"><p class="loading" role="status">Loading…</p></div>
            <noscript><p>This page needs JavaScript. To pay or to ship you need none: follow the link that you were sent.</p></noscript>
            </body></html>
            """,
            "text/html; charset=utf-8");
    }

    /// <summary>What signing in calls: the issuer, and the host of its token endpoint, which may be another.</summary>
    private async Task<string> OriginsAsync(CancellationToken cancellationToken)
    {
        var origin = auth.Value.Authority!.GetLeftPart(UriPartial.Authority);
        // Without a client id nobody signs in.
        if (string.IsNullOrEmpty(signIn.Value.ClientId))
            return origin;
        try
        {
            return Uri.TryCreate((await issuer.GetAsync(cancellationToken)).TokenEndpoint, UriKind.Absolute, out var tokens)
                && IssuerDocuments.IsTrustworthy(tokens)
                && tokens.GetLeftPart(UriPartial.Authority) is var other
                && other != origin
                    ? $"{origin} {other}"
                    : origin;
        }
        catch (ProblemException)
        {
            // The page cannot sign anyone in before the issuer responds, and says so itself.
            return origin;
        }
    }

    private static string Attribute(string? value) => WebUtility.HtmlEncode(value ?? "");
}
