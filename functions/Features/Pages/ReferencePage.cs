using System.Net;
using System.Text.Json;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The page that shows the API's description: Scalar, without its fonts, telemetry and services, which are on other
/// hosts.</summary>
internal static class ReferencePage
{
    // Scalar creates styles at run time and writes them into the page: it needs 'unsafe-inline' for styles. With nothing to load
    // from anywhere, a style can at worst look wrong.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    private static readonly string Configuration = JsonSerializer.Serialize(new
    {
        url = "/api/openapi.json",
        withDefaultFonts = false,
        telemetry = false,
        agent = new { disabled = true },
        mcp = new { disabled = true },
        showDeveloperTools = "never",
        hideClientButton = true,
        hideDarkModeToggle = true,
        persistAuth = false,
        documentDownloadType = "direct",
        authentication = new { preferredSecurityScheme = "bearer" },
    });

    public static IResult Of(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-cache";
        return new ContentAnswer(
            StatusCodes.Status200OK,
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><link rel="icon" href="{PageFiles.AddressOf("icon.svg")}" type="image/svg+xml">
            <link rel="stylesheet" href="{PageFiles.AddressOf("frame.css")}"><link rel="stylesheet" href="{PageFiles.AddressOf("reference.css")}">
            <title>ChatPay: API</title></head>
            <body class="docs"><header class="bar"><a class="brand" href="/">ChatPay</a>{DocsPage.Navigation(DocsPage.Reference)}</header>
            <noscript><p>This page needs JavaScript. Without: <a href="/api/openapi.json">the API in OpenAPI 3.1</a>,
            <a href="/api/docs/problems">all problems</a>, <a href="/api/docs/quick-start">the quick start</a>.</p></noscript>
            <script id="api-reference" data-configuration="{WebUtility.HtmlEncode(Configuration)}"></script>
            <script src="{ReferenceScript.Address}"></script></body></html>
            """,
            "text/html; charset=utf-8");
    }
}
