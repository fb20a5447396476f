using System.Text.Json;
using System.Text.RegularExpressions;
using ChatPay.Journeys.Platform;

namespace ChatPay.Journeys.Startup;

/// <summary>The pages behind the <c>type</c> of a problem, and at the app's root address.</summary>
public sealed partial class PagesTests(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task Type_OfAProblem_LeadsToWhatItMeansAndWhatToDo()
    {
        using var browser = new Browser();
        var problem = JsonDocument.Parse((await browser.GetAsync(new Uri(Local.Address, "api/v1/orders/nothing"))).Text).RootElement;
        var type = new Uri(Local.Address, problem.GetProperty("type").GetString()!);

        var page = await browser.GetAsync(type);

        Assert.Equal((200, "/api/docs/problems", "#token-missing"), (page.Status, type.AbsolutePath, type.Fragment));
        Assert.Contains($"<article id=\"{type.Fragment[1..]}\">", page.Text, StringComparison.Ordinal);
        Assert.Contains("<b>What to do:</b> Send it as &#39;Authorization: Bearer", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_AsJson_AreThoseOfThePage()
    {
        using var browser = new Browser();
        var page = (await browser.GetAsync(new Uri(Local.Address, "api/docs/problems"))).Text;
        var listed = JsonDocument
            .Parse((await browser.GetAsync(new Uri(Local.Address, "api/docs/problems.json"))).Text)
            .RootElement.GetProperty("problems");

        Assert.Equal(
            Anchor().Matches(page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal),
            listed.EnumerateArray().Select(problem => problem.GetProperty("code").GetString()!));
        Assert.All(listed.EnumerateArray(), problem => Assert.InRange(problem.GetProperty("status").GetInt32(), 400, 503));
    }

    [Fact]
    public async Task Root_OfTheSite_SaysWhatItIsAndEveryLinkOfItLeadsSomewhere()
    {
        using var browser = new Browser();
        var root = await browser.GetAsync(Local.Address);
        Assert.Equal(200, root.Status);
        Assert.Contains("the buyer pays with PayPal", root.Text, StringComparison.Ordinal);
        var quickStart = await browser.GetAsync(new Uri(Local.Address, "api/docs/quick-start"));
        Assert.Contains(
            "<code>POST /api/v1/conversations/{conversationId}/payment-requests</code>", quickStart.Text, StringComparison.Ordinal);

        var problems = await browser.GetAsync(new Uri(Local.Address, "api/docs/problems"));
        foreach (var text in new[] { root.Text, quickStart.Text, problems.Text })
        {
            Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("://", text, StringComparison.Ordinal); // Nothing is loaded from, or links to, another host.
            var links = Link().Matches(text).Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(links);
            foreach (var link in links)
                Assert.Equal((link, 200), (link, (await browser.GetAsync(new Uri(Local.Address, link))).Status));
        }

        Assert.Equal(404, (await browser.GetAsync(new Uri(Local.Address, "anything-else"))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/docs/problems")]
    [InlineData("pay/nothing")]
    public async Task Page_Any_HasNothingInItThatItsPolicyWouldNotRun(string path)
    {
#pragma warning disable RS0030 // A client outside of the app.
        using var http = new HttpClient();
#pragma warning restore RS0030
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await http.GetAsync(new Uri(Local.Address, path));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.DoesNotContain("<style", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", text, StringComparison.OrdinalIgnoreCase);
        Assert.All(Source().Matches(text), source => Assert.StartsWith("/assets/", source.Groups[1].Value, StringComparison.Ordinal));
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
                + "frame-ancestors 'none'; base-uri 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    [GeneratedRegex("""<article id="([^"]+)">""")]
    private static partial Regex Anchor();

    [GeneratedRegex("""<a href="(/[^"]*)"[ >]""")]
    private static partial Regex Link();

    [GeneratedRegex("<(?:link[^>]* href|script[^>]* src)=\"([^\"]+)\"")]
    private static partial Regex Source();
}
