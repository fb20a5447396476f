using System.Collections.Concurrent;
using System.Net.Http.Headers;
using ChatPay.Local.Demo;

namespace ChatPay.Benchmarks.Http;

/// <summary>Tokens of a platform's issuer, each fetched once: they are valid longer than a load runs.</summary>
internal sealed class Tokens(PlatformAddresses platform) : IDisposable
{
    private readonly HttpClient _issuer = new(new SocketsHttpHandler());
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _tokens = new();

    /// <summary>The platform as a stage for sales. Never waits for the platform to become idle, since loads do not.</summary>
    public SaleStage Stage => new(platform.App, TokenAsync, () => Task.CompletedTask);

    public void Dispose() => _issuer.Dispose();

    private Task<string> TokenAsync(string subject, string[] roles) =>
        _tokens.GetOrAdd($"{subject} {string.Join(' ', roles)}", _ => new(() => FetchAsync(subject, roles))).Value;

    private async Task<string> FetchAsync(string subject, string[] roles)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(platform.Authority.TrimEnd('/') + "/token"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        request.Content = new FormUrlEncodedContent([new("sub", subject), new("roles", string.Join(' ', roles))]);
        using var answer = await _issuer.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsStringAsync()).Trim();
    }
}
