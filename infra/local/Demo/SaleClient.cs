using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ChatPay.Local.Demo;

/// <summary>One person's HTTP client: a new token of the local issuer for each call (the clock jumps by days), JSON in and out.</summary>
public sealed class SaleClient(HttpClient http, Func<Task<string>> newToken)
{
    /// <summary>The status and the JSON of an answer.</summary>
    public sealed record Answer(int Status, JsonElement Body)
    {
        /// <summary>The <c>ETag</c> header; null when there is none.</summary>
        public string? ETag { get; init; }

        /// <summary>A member of the body as text; null when it is missing.</summary>
        public string? this[string name] => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
            : null;
    }

    /// <summary>The <c>Accept-Language</c> of the calls; null for none.</summary>
    public string? Language { get; set; }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    /// <summary>Gets a path whose answer is not JSON.</summary>
    public async Task<string> TextAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await newToken());
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    public Task<Answer> PostAsync(string path, object? body = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, body, idempotencyKey);

    public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body, null);

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body, null);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, null);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, object? body, string? idempotencyKey, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await newToken());
        if (Language is not null)
            request.Headers.Add("Accept-Language", Language);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (ifMatch is not null)
            request.Headers.Add("If-Match", ifMatch);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(text.Length == 0 ? "null" : text);
        return new Answer((int)response.StatusCode, document.RootElement.Clone()) { ETag = response.Headers.ETag?.ToString() };
    }
}
