using System.Net;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The pages for developers, and the bar that leads from each to the others.</summary>
internal static class DocsPage
{
    /// <summary>Where the documentation begins.</summary>
    public const string QuickStart = "/api/docs/quick-start";

    /// <summary>The API's description.</summary>
    public const string Reference = "/api/docs";

    /// <summary>What this app is told and tells.</summary>
    public const string Webhooks = "/api/docs/webhooks";

    /// <summary>Every code of a refusal.</summary>
    public const string Problems = "/api/docs/problems";

    private static readonly (string Address, string Name)[] All =
        [(QuickStart, "Quick start"), (Reference, "API"), (Webhooks, "Webhooks"), (Problems, "Problems")];

    /// <summary>The links of the bar.</summary>
    /// <param name="here">The page that they are on.</param>
    public static string Navigation(string here) =>
        $"""
        <nav aria-label="Documentation">{string.Concat(All.Select(page =>
            $"""<a href="{page.Address}"{(page.Address == here ? " aria-current=\"page\"" : "")}>{page.Name}</a>"""))}</nav>
        """;

    /// <param name="http">The request; its answer gets the headers of the page.</param>
    /// <param name="here">Which page it is.</param>
    /// <param name="title">Of the page, as text.</param>
    /// <param name="html">What is below its heading.</param>
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
