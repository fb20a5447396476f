using System.Net;
using System.Text;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>A scripted server for an <see cref="HttpClient"/>, which records the requests.</summary>
internal sealed class ScriptedHttp(Func<ScriptedHttp.Asked, CancellationToken, Task<HttpResponseMessage>> answer)
    : HttpMessageHandler,
        IHttpClientFactory
{
    public List<Asked> Requests { get; } = [];

    public ScriptedHttp(Func<Asked, HttpResponseMessage> answer)
        : this((asked, _) => Task.FromResult(answer(asked)))
    {
    }

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public HttpClient CreateClient(string name) =>
        new(this, disposeHandler: false) { BaseAddress = new Uri("https://provider.example"), Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = new Asked(
            request.Method.Method,
            request.RequestUri!.PathAndQuery,
            request
                .Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
                .ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        Requests.Add(asked);
        return await answer(asked, cancellationToken);
    }

    internal sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
