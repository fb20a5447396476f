using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ChatPay.Local.Tables;

namespace ChatPay.Local.Tests.Tables;

/// <summary>A request built and signed by a test ("Authorize with Shared Key", Table service forms).</summary>
internal sealed record WireRequest(string Method, string Path)
{
    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Scheme { get; init; } = "SharedKey";

    /// <summary>The scheme in the header, when it is to be wrong.</summary>
    public string? SaidScheme { get; init; }

    /// <summary>The signed path, when it is to differ from the one sent.</summary>
    public string? SignedPath { get; init; }

    public string Account { get; init; } = EmulatorAccount.Name;

    public string Key { get; init; } = EmulatorAccount.Key;

#pragma warning disable RS0030 // Clients use the machine's time.
    public DateTimeOffset Date { get; init; } = DateTimeOffset.UtcNow;
#pragma warning restore RS0030

    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <param name="endpoint">The endpoint, with the account in its path.</param>
    public async Task<WireAnswer> SendAsync(Uri endpoint)
    {
        using var handler = new SocketsHttpHandler();
#pragma warning disable RS0030 // One connection for one request, on loopback.
        using var http = new HttpClient(handler);
#pragma warning restore RS0030
        return await SendAsync(http, endpoint);
    }

    public async Task<WireAnswer> SendAsync(HttpClient http, Uri endpoint)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), new Uri(endpoint.AbsoluteUri.TrimEnd('/') + Path));
        var date = Date.ToString("R", CultureInfo.InvariantCulture);
        request.Headers.Add("x-ms-date", date);
        request.Headers.Add("x-ms-version", "2019-02-02");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{SaidScheme ?? Scheme} {Account}:{Signature(request.RequestUri!, date)}");
        if (!Headers.Any(h => h.Name == "Accept"))
            request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        using var answer = await http.SendAsync(request);
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new WireAnswer((int)answer.StatusCode, headers, await answer.Content.ReadAsStringAsync());
    }

    private string Signature(Uri uri, string date)
    {
        var resource = $"/{Account}{(SignedPath is null ? uri.AbsolutePath : $"/{Account}{SignedPath}")}";
        var component = System.Web.HttpUtility.ParseQueryString(uri.Query)["comp"];
        resource += component is null ? "" : "?comp=" + component;
        var text =
            Scheme == "SharedKeyLite" ? $"{date}\n{resource}" : $"{Method}\n\n{(Body is null ? "" : ContentType)}\n{date}\n{resource}";
        return Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>The response.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
