using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Hosting.Management;

/// <summary>What the management API reads from requests.</summary>
internal static class RequestJson
{
    /// <summary>The body; null when there is none.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static async Task<JsonElement?> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return Parse(await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
    }

    public static JsonElement? Parse(string? json) => string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<JsonElement>(json);

    /// <summary>A parameter that is true or false; anything else counts as not given, as officially.</summary>
    public static bool Flag(this HttpRequest request, string name, bool otherwise) =>
        bool.TryParse(request.Query[name], out var value) ? value : otherwise;
}
