using System.Net;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Pages;

/// <summary>The home page: what this is, and where to go.</summary>
public sealed class ShowHome(IOptions<PagesOptions> pages)
{
    // The host treats an empty route as missing, and uses the function's name instead; a parameter that never matches stands in for
    // it.
    [Function(nameof(ShowHome))]
    [Open("says what this app is, the same for everybody")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{nothing:maxlength(0)?}")] HttpRequest request)
    {
        var words = PageWords.For(request, "home");
        var developer = pages.Value.DeveloperPage is { } page ? Way(words, "developer", page.AbsoluteUri) : "";
        return PlainPage.Of(request.HttpContext, new PageContent(
            words,
            words.Text("title"),
            $"""
            <h1>{words.Html("heading")}</h1>
            <p>{words.Html("says.1")} {words.Html("says.2")} {words.Html("says.3")}</p>
            <nav class="ways" aria-label="ChatPay">
            {Way(words, "chat", "/chat")}
            {Way(words, "desk", "/desk")}
            {Way(words, "ops", "/ops")}
            {Way(words, "docs", DocsPage.QuickStart)}
            {developer}
            </nav>
            """)
        { Look = "home" });
    }

    private static string Way(PageWords words, string to, string address) =>
        $"""<a href="{WebUtility.HtmlEncode(address)}" class="card"><b>{words.Html(to)}</b><span>{words.Html($"{to}-for")}</span></a>""";
}
