using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatPay.Journeys.Platform;

namespace ChatPay.Journeys.Startup;

/// <summary>The API's documentation page: it needs no other host, and its script is fetched once.</summary>
public sealed partial class DocsTests : Journey
{
    private readonly HttpClient _http;

    public DocsTests(JourneyPlatform platform)
        : base(platform)
    {
#pragma warning disable RS0030 // A client outside of the app.
        _http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = Local.Address,
        };
#pragma warning restore RS0030
    }

    [Fact]
    public async Task Docs_Page_LoadsFromItsOwnHostAlone()
    {
        using var answer = await _http.GetAsync(new Uri("api/docs", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
            + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.Matches("<noscript>.*/api/docs/problems", page.ReplaceLineEndings(" "));
        using var configuration = JsonDocument.Parse(WebUtility.HtmlDecode(Configuration().Match(page).Groups[1].Value));
        Assert.Equal("/api/openapi.json", configuration.RootElement.GetProperty("url").GetString());
        Assert.False(configuration.RootElement.GetProperty("withDefaultFonts").GetBoolean());
        Assert.False(configuration.RootElement.GetProperty("telemetry").GetBoolean());
        Assert.False(configuration.RootElement.TryGetProperty("proxyUrl", out _));
    }

    [Fact]
    public async Task Script_OfThePage_IsSentCompressedAndKept()
    {
        var address = await ScriptAsync();
        using var answer = await FetchAsync(address, "gzip, br");

        Assert.Equal((HttpStatusCode.OK, "text/javascript"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Equal((true, TimeSpan.FromDays(365)), (answer.Headers.CacheControl!.Public, answer.Headers.CacheControl.MaxAge));
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        await using var script = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var plain = await FetchAsync(address, "identity, gzip;q=0");
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        var text = await plain.Content.ReadAsStringAsync();
        Assert.Contains("api-reference", text, StringComparison.Ordinal);
        Assert.Equal(text, await new StreamReader(script).ReadToEndAsync());

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await _http.SendAsync(again);
        Assert.Equal((HttpStatusCode.NotModified, answer.Headers.ETag), (unchanged.StatusCode, unchanged.Headers.ETag));
    }

    [Fact]
    public async Task Description_OfTheApi_LeadsToTheOtherPages()
    {
        using var description = JsonDocument.Parse(await _http.GetStringAsync(new Uri("api/openapi.json", UriKind.Relative)));
        var text = description.RootElement.GetProperty("info").GetProperty("description").GetString()!;
        var links = Link().Matches(text).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(["/api/docs/quick-start", "/api/docs/problems", "/api/docs/webhooks"], links);
        foreach (var link in links)
            Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri(link, UriKind.Relative))).StatusCode);
        var quickStart = await _http.GetStringAsync(new Uri("api/docs/quick-start", UriKind.Relative));
        Assert.Contains("<h2 id=\"quick-start\">", quickStart, StringComparison.Ordinal);
    }

    private async Task<Uri> ScriptAsync()
    {
        var page = await _http.GetStringAsync(new Uri("api/docs", UriKind.Relative));
        return new Uri(Source().Match(page).Groups[1].Value, UriKind.Relative);
    }

    private async Task<HttpResponseMessage> FetchAsync(Uri address, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var encoding in accepted.Split(", "))
            request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(encoding));
        return await _http.SendAsync(request);
    }

    [GeneratedRegex("data-configuration=\"([^\"]+)\"")]
    private static partial Regex Configuration();

    [GeneratedRegex("<script src=\"([^\"]+)\">")]
    private static partial Regex Source();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
