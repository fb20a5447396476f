using System.Net;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Shared.Http;

/// <summary>A page of a few sentences, for where a link or another site leads to: plain HTML that loads and runs nothing.</summary>
internal static class PlainPage
{
    /// <param name="http">The request; its answer gets the headers of the page.</param>
    /// <param name="title">Of the page.</param>
    /// <param name="says">What is to be read, as text.</param>
    /// <param name="form">HTML of our own; empty for none.</param>
    public static IResult Of(HttpContext http, string title, IEnumerable<string> says, string form = "")
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer"; // The address is the credential.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{WebUtility.HtmlEncode(title)}</title></head>
            <body><main><h1>ChatPay</h1>
            {string.Join('\n', says.Select(s => $"<p>{WebUtility.HtmlEncode(s)}</p>"))}
            {form}
            </main></body></html>
            """,
            "text/html; charset=utf-8");
    }
}
