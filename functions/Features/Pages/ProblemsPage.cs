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
            <p>A call that is refused answers with <code>application/problem+json</code> (RFC 9457): a <code>status</code>, a
            <code>code</code> of this list, which is stable, a <code>detail</code> for people and, when it is about one, the
            <code>field</code>. <code>type</code> leads to the code on this page.</p>
            <p><code>errors</code> lists everything that is wrong with the request at once, at most 20 of
            <code>{"field","code","detail"}</code>; the first of it is the one that <code>code</code>, <code>field</code> and
            <code>detail</code> tell of. Rules are looked at when the form of the whole body is right.</p>
            <p>The same for programs: <a href="/api/docs/problems.json">problems.json</a>.</p>
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
