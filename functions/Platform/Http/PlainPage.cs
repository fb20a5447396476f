using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A server-rendered page: plain HTML that needs no script.</summary>
internal static class PlainPage
{
    /// <summary>A page of a few sentences, for the target of a link or another site.</summary>
    /// <param name="http">The request; its response gets the headers of the page.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="says">The sentences, as text.</param>
    /// <param name="html">HTML of our own, such as a form; empty for none.</param>
    /// <param name="status">The status of the response.</param>
    public static IResult Of(
        HttpContext http,
        string title,
        IEnumerable<string> says,
        string html = "",
        int status = StatusCodes.Status200OK) => Of(http, new PageContent(
            new PageWords("en"),
            title,
            $"""
            <h1>{WebUtility.HtmlEncode(title)}</h1>
            {string.Join('\n', says.Select(s => $"<p>{WebUtility.HtmlEncode(s)}</p>"))}
            {html}
            """)
        { Status = status });

    /// <param name="http">The request; its response gets the headers of the page.</param>
    /// <param name="page">The content of the page.</param>
    public static IResult Of(HttpContext http, PageContent page)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = PagePolicy.Of(formTargets: page.FormTargets);
        headers["Referrer-Policy"] = "no-referrer"; // The URL is the credential.
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.Vary = "Accept, Accept-Language";
        // A browser that polls for changes gets a short response.
        var tag = EntityTags.OfContent(Encoding.UTF8.GetBytes($"{page.Words.Locale}\n{page.Main}"));
        headers.ETag = tag;
        if (page.Status == StatusCodes.Status200OK && EntityTags.IsKnown(http.Request, tag))
            return new NotModifiedAnswer(tag, "no-store");

        var words = page.Words;
        return new ContentAnswer(
            page.Status,
            $"""
            <!doctype html>
            <html lang="{words.Language}"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{WebUtility.HtmlEncode(page.Title)}</title>{PageFrame.Links}
            <link rel="stylesheet" href="{PageFiles.AddressOf("plain.css")}">
            {(page.Script is { } script ? $"<script type=\"module\" src=\"{PageFiles.AddressOf(script)}\"></script>" : "")}</head>
            <body class="plain {page.Look}"><a class="skip" href="#main">{words.Html("skip")}</a>
            <header class="bar"><a class="brand" href="/">ChatPay</a>{page.Navigation}</header>
            <p class="banner" id="offline" role="status" hidden>{words.Html("offline")}</p>
            <main id="main" tabindex="-1" data-version="{WebUtility.HtmlEncode(tag)}"{page.Attributes}>
            {page.Main}
            </main><p class="unseen" id="says" role="status"></p></body></html>
            """,
            "text/html; charset=utf-8");
    }
}

/// <summary>The content of a page.</summary>
/// <param name="Words">The words, with their language.</param>
/// <param name="Title">The title of the window, as text.</param>
/// <param name="Main">HTML, including its heading.</param>
internal sealed record PageContent(PageWords Words, string Title, string Main)
{
    /// <summary>The status of the response.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Where, besides this app, the response to a form may redirect the browser.</summary>
    public string FormTargets { get; init; } = "";

    /// <summary>The CSS classes of the page.</summary>
    public string Look { get; init; } = "";

    /// <summary>HTML of the bar at the top.</summary>
    public string Navigation { get; init; } = "";

    /// <summary>Attributes of the main element, for the script.</summary>
    public string Attributes { get; init; } = "";

    /// <summary>The script file that enhances the page; null for none.</summary>
    public string? Script { get; init; }
}
