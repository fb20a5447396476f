using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Hosting.Management;

/// <summary>Reads the requests of the management API.</summary>
internal static class RequestJson
{
    /// <summary>The body; null when there is none.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static async Task<JsonElement?> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return Parse(await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
    }

    public static JsonElement? Parse(string? json) => string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<JsonElement>(json);

    /// <summary>A boolean parameter; anything else counts as absent, as in the official host.</summary>
    public static bool Flag(this HttpRequest request, string name, bool otherwise) =>
        bool.TryParse(request.Query[name], out var value) ? value : otherwise;
}
