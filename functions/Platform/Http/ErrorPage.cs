using System.Net;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A problem as a page, for a person who followed a link: what is wrong, and how to continue.</summary>
internal static class ErrorPage
{
    public static IResult Of(HttpContext http, ProblemException problem)
    {
        var words = PageWords.For(http.Request);
        var title = words.Knows($"error.{problem.Status}")
            ? words.Text($"error.{problem.Status}")
            : ReasonPhrases.GetReasonPhrase(problem.Status);
        return PlainPage.Of(http, new PageContent(
            words,
            title,
            $"""
            <div class="state bad"><h1>{WebUtility.HtmlEncode(title)}</h1>
            {string.Join('\n', SaidOf(words, problem, http.Request).Select(says => $"<p>{WebUtility.HtmlEncode(says)}</p>"))}</div>
            <p class="row middle">{Again(words, problem, http.Request)}<a class="button" href="/">{words.Html("home")}</a></p>
            """)
        {
            Status = problem.Status,
            Look = "narrow",
        });
    }

    /// <summary>What is wrong, in the reader's language where there is a translation.</summary>
    public static IEnumerable<string> SaidOf(PageWords words, ProblemException problem, HttpRequest request)
    {
        // The same code means different things to the buyer and to the seller.
        var page = request.Path.Value?.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.ToLowerInvariant();
        foreach (var key in (string[])[$"problem.{problem.Code}.{page}", $"problem.{problem.Code}"])
        {
            if (words.Knows(key))
                return [words.Text(key)];
        }

        return problem.Errors.Select(error => error.Detail).DefaultIfEmpty(problem.Message);
    }

    // Reloading a link only reads; a form has to be sent from its own page.
    private static string Again(PageWords words, ProblemException problem, HttpRequest request) =>
        problem.Status is 429 or >= 500
            ? $"<a class=\"button main\" href=\"{WebUtility.HtmlEncode(request.Path.ToUriComponent())}\">{words.Html("try-again")}</a>"
            : "";
}
