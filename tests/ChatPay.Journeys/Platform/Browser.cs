using System.Text.Json;

namespace ChatPay.Journeys.Platform;

/// <summary>A browser that shows where it is sent and does not go there.</summary>
internal sealed class Browser : IDisposable
{
#pragma warning disable RS0030 // A client outside of the app.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
#pragma warning restore RS0030

    /// <summary>What came back.</summary>
    public sealed record Page(int Status, Uri? Location, string Text);

    public async Task<Page> GetAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request);
    }

    /// <summary>Sends an empty form, as a button without fields does.</summary>
    public async Task<Page> PostAsync(Uri address)
    {
        using var request = Post(address);
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

    /// <summary>Status and code of a problem.</summary>
    public async Task<(int Status, string? Code)> ProblemAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await ProblemAsync(request);
    }

    /// <summary>Status and code of the problem that a button runs into.</summary>
    public async Task<(int Status, string? Code)> ProblemOfPostAsync(Uri address)
    {
        using var request = Post(address);
        return await ProblemAsync(request);
    }

    /// <summary>Status and code of a problem.</summary>
    public async Task<(int Status, string? Code)> ProblemAsync(HttpRequestMessage request)
    {
        var page = await SendAsync(request);
        using var problem = JsonDocument.Parse(page.Text);
        return (page.Status, problem.RootElement.GetProperty("code").GetString());
    }

    private static HttpRequestMessage Post(Uri address) => new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([]) };

    public void Dispose() => _http.Dispose();
}
