using System.Globalization;
using System.Net;
using System.Text;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Functions.Features.Pages;

/// <summary>All problems, as HTML.</summary>
internal static class ProblemsPage
{
    public static string Html { get; } = Render();

    private static string Render()
    {
        var html = new StringBuilder("""
            <p>The same as JSON: <a href="/api/docs/problems.json">problems.json</a>. All calls: <a href="/api/docs">the API</a>.
            How to begin: <a href="/api/docs/quick-start">the quick start</a>.</p>
            <p>A refusal has a <code>status</code>, a <code>code</code> of this list, a <code>detail</code> for people and, when it is about
            one, the <code>field</code>. <code>errors</code> lists everything that is wrong with the request at once, at most 20 of
            <code>{"field","code","detail"}</code>; the first of it is the one that <code>code</code>, <code>field</code> and
            <code>detail</code> tell of. Rules are looked at when the form of the whole body is right.</p>
            """);
        foreach (var group in ProblemKinds.Groups)
        {
            html.Append("\n<h2>").Append(WebUtility.HtmlEncode(group.Title)).Append("</h2>");
            foreach (var kind in group.Kinds)
                Add(html, kind);
        }

        return html.ToString();
    }

    private static void Add(StringBuilder html, ProblemKind kind) => html.Append(
        CultureInfo.InvariantCulture,
        $"""

            <article id="{kind.Code}"><h3><a href="#{kind.Code}"><code>{kind.Code}</code></a> <span class="soft">{kind.Status} {ReasonPhrases.GetReasonPhrase(
                kind.Status
            )}</span></h3>
            <p>{WebUtility.HtmlEncode(kind.Meaning)}</p><p><b>What to do:</b> {WebUtility.HtmlEncode(kind.Remedy)}</p></article>
            """);
}
