using System.Net;
using System.Text.RegularExpressions;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Sale.Events;
using ChatPay.Journeys.Platform;

namespace ChatPay.Journeys.Startup;

/// <summary>The documentation page of webhooks and events matches the code.</summary>
public sealed partial class WebhookDocsTests : Journey
{
    private readonly HttpClient _http;

    public WebhookDocsTests(JourneyPlatform platform)
        : base(platform)
    {
#pragma warning disable RS0030 // A client outside of the app.
        _http = new HttpClient { BaseAddress = Local.Address };
#pragma warning restore RS0030
    }

    [Fact]
    public async Task Page_OfWebhooks_ListsEveryEventThatPayPalIsAskedFor()
    {
        var received = (await PageAsync()).Split("id=\"sent\"")[0];

        Assert.All(PayPalEventTypes.All, type => Assert.Contains($"<code>{type}</code>", received, StringComparison.Ordinal));
        Assert.Contains("<code>messages</code>, <code>messaging_postbacks</code>", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfWebhooks_LeadsFromEachOrderEventToItsSchema()
    {
        var types = Schema().Matches(await PageAsync()).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(OrderEventCatalogue.All.Select(each => each.Row.PublicType), types);
        var schema = await _http.GetStringAsync(new Uri($"api/v1/event-schemas/{types[0]}", UriKind.Relative));
        Assert.Contains(OrderEventMeanings.Of(OrderEventType.PaymentRequested), schema, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfDocumentation_LeadsToEachOther()
    {
        string[] pages = ["/api/docs/quick-start", "/api/docs", "/api/docs/webhooks", "/api/docs/problems"];
        foreach (var page in pages)
        {
            var bar = Bar().Match(await _http.GetStringAsync(new Uri(page, UriKind.Relative))).Value;

            Assert.Equal(pages, Link().Matches(bar).Select(match => match.Groups[1].Value));
            Assert.Contains($"<a href=\"{page}\" aria-current=\"page\">", bar, StringComparison.Ordinal);
        }

        using var guessed = await _http.GetAsync(new Uri("docs", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, pages[0]), (guessed.StatusCode, guessed.RequestMessage!.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task Link_OfThePageOfWebhooks_LeadsSomewhere()
    {
        var page = await PageAsync();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        var problems = await _http.GetStringAsync(new Uri("api/docs/problems", UriKind.Relative));
        foreach (var link in Link().Matches(page).Select(match => match.Groups[1].Value).Distinct())
            Assert.Equal((link, HttpStatusCode.OK), (link, (await _http.GetAsync(new Uri(link, UriKind.Relative))).StatusCode));
        foreach (var anchor in Anchor().Matches(page).Select(match => (Page: match.Groups[1].Value, Id: match.Groups[2].Value)))
            Assert.Contains($"id=\"{anchor.Id}\"", anchor.Page.Length > 0 ? problems : page, StringComparison.Ordinal);
    }

    private Task<string> PageAsync() => _http.GetStringAsync(new Uri("api/docs/webhooks", UriKind.Relative));

    [GeneratedRegex("""<a href="/api/v1/event-schemas/([^"]+)">""")]
    private static partial Regex Schema();

    [GeneratedRegex("""<nav aria-label="Documentation">.*?</nav>""")]
    private static partial Regex Bar();

    [GeneratedRegex("""<a href="(/[^"]*)"[ >]""")]
    private static partial Regex Link();

    [GeneratedRegex("""<a href="([^"#]*)#([^"]+)">""")]
    private static partial Regex Anchor();
}
