using System.Net;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A page of a few sentences, for where a link or another site leads to: plain HTML that needs no script.</summary>
internal static class PlainPage
{
    /// <param name="http">The request; its answer gets the headers of the page.</param>
    /// <param name="title">Of the page.</param>
    /// <param name="says">What is to be read, as text.</param>
    /// <param name="html">HTML of our own, such as a form; empty for none.</param>
    /// <param name="formTargets">Where, beside this app, the answer to a form may send the browser.</param>
    /// <param name="status">Of the answer.</param>
    public static IResult Of(
        HttpContext http,
        string title,
        IEnumerable<string> says,
        string html = "",
        string formTargets = "",
        int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ContentSecurityPolicy = PagePolicy.Of(formTargets: formTargets);
        http.Response.Headers["Referrer-Policy"] = "no-referrer"; // The address is the credential.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        return new ContentAnswer(
            status,
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{WebUtility.HtmlEncode(title)}</title>{PageFrame.Links}</head>
            <body class="plain"><main><h1>ChatPay</h1>
            {string.Join('\n', says.Select(s => $"<p>{WebUtility.HtmlEncode(s)}</p>"))}
            {html}
            </main></body></html>
            """,
            "text/html; charset=utf-8");
    }
}
