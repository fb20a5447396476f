using System.Net;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The pages for developers, and the navigation bar between them.</summary>
internal static class DocsPage
{
    /// <summary>The quick start.</summary>
    public const string QuickStart = "/api/docs/quick-start";

    /// <summary>The API's description.</summary>
    public const string Reference = "/api/docs";

    /// <summary>The webhooks that this app receives, and the events that it publishes.</summary>
    public const string Webhooks = "/api/docs/webhooks";

    /// <summary>Every problem code.</summary>
    public const string Problems = "/api/docs/problems";

    private static readonly (string Address, string Name)[] All =
        [(QuickStart, "Quick start"), (Reference, "API"), (Webhooks, "Webhooks"), (Problems, "Problems")];

    /// <summary>The links of the navigation bar.</summary>
    /// <param name="here">The current page.</param>
    public static string Navigation(string here) =>
        $"""
        <nav aria-label="Documentation">{string.Concat(All.Select(page =>
            $"""<a href="{page.Address}"{(page.Address == here ? " aria-current=\"page\"" : "")}>{page.Name}</a>"""))}</nav>
        """;

    /// <param name="http">The request; its response gets the headers of the page.</param>
    /// <param name="here">The current page.</param>
    /// <param name="title">The title of the page, as text.</param>
    /// <param name="html">The content below the heading.</param>
    public static IResult Of(HttpContext http, string here, string title, string html) => PlainPage.Of(http, new PageContent(
        new PageWords("en"),
        $"ChatPay: {title}",
        $"""
        <h1>{WebUtility.HtmlEncode(title)}</h1>
        {html}
        """)
    {
        Look = "docs",
        Navigation = Navigation(here),
    });
}
