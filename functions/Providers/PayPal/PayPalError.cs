using System.Text.Json;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>What could be parsed of an error response. PayPal's formats differ between v1, v2 and the token endpoint, so it is read
/// piece by piece, and only the name is relied upon.</summary>
public sealed record PayPalError(string Name, string? DebugId, IReadOnlyList<PayPalIssue> Issues, IReadOnlyList<PayPalLink> Links)
{
    /// <summary>Null when it is not PayPal's JSON (a proxy's error page, for example): it then proves nothing.</summary>
    public static PayPalError? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || (Text(root, "name") ?? Text(root, "error")) is not { Length: > 0 } name)
                return null;

            return new PayPalError(
                name,
                Text(root, "debug_id"),
                [.. Objects(root, "details").Select(d => new PayPalIssue(Text(d, "issue") ?? "", Text(d, "field")))],
                [
                    .. Objects(root, "links")
                        .Concat(Objects(root, "details").SelectMany(d => Objects(d, "link")))
                        .Select(Link)
                        .OfType<PayPalLink>(),
                ]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static PayPalLink? Link(JsonElement link) =>
        Text(link, "href") is { } href && Uri.TryCreate(href, UriKind.RelativeOrAbsolute, out var uri)
            ? new PayPalLink(uri, Text(link, "rel") ?? "")
            : null;

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<JsonElement> Objects(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];
}
