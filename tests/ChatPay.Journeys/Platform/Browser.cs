using System.Text.Json;

namespace ChatPay.Journeys.Platform;

/// <summary>A browser that reports redirects instead of following them.</summary>
internal sealed class Browser : IDisposable
{
#pragma warning disable RS0030 // A client outside of the app.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
#pragma warning restore RS0030

    /// <summary>A response.</summary>
    public sealed record Page(int Status, Uri? Location, string Text);

    public async Task<Page> GetAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request);
    }

    /// <summary>Posts an empty form, as a button without fields does.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="language">The reader's language; null for none.</param>
    public async Task<Page> PostAsync(Uri address, string? language = null)
    {
        using var request = Post(address);
        if (language is not null)
            request.Headers.Add("Accept-Language", language);
        return await SendAsync(request);
    }

    public async Task<Page> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
            Stories.Shown(text);
        return new Page((int)response.StatusCode, response.Headers.Location, text);
    }

    /// <summary>The status and code of the problem returned.</summary>
    public async Task<(int Status, string? Code)> ProblemAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await ProblemAsync(request);
    }

    /// <summary>The status and code of the problem returned to a button.</summary>
    public async Task<(int Status, string? Code)> ProblemOfPostAsync(Uri address)
    {
        using var request = Post(address);
        return await ProblemAsync(request);
    }

    /// <summary>The status and code of the problem returned.</summary>
    public async Task<(int Status, string? Code)> ProblemAsync(HttpRequestMessage request)
    {
        var page = await SendAsync(request);
        using var problem = JsonDocument.Parse(page.Text);
        return (page.Status, problem.RootElement.GetProperty("code").GetString());
    }

    private static HttpRequestMessage Post(Uri address) => new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([]) };

    public void Dispose() => _http.Dispose();
}
