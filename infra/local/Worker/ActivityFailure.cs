using System.Text.Json;

namespace ChatPay.Local.Worker;

/// <summary>Parses the failure of an activity, which the durable extension reports as JSON in the exception's message.</summary>
internal static class ActivityFailure
{
    /// <returns>Null when the message has another form.</returns>
    public static FunctionFailedException? Read(FunctionFailedException told)
    {
        var at = told.ErrorMessage.IndexOf('{', StringComparison.Ordinal);
        if (at < 0)
            return null;
        try
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(told.ErrorMessage[at..]));
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.TryGetProperty("ErrorType", out _) || json.RootElement.TryGetProperty("errorType", out _)
                ? new FunctionFailedException(
                    told.Function,
                    Text(json.RootElement, "errorType"),
                    Text(json.RootElement, "errorMessage") ?? "",
                    Text(json.RootElement, "stackTrace"),
                    told.IsCancelled)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement failure, string name) => failure.EnumerateObject()
        .Where(p => p.NameEquals(name) || p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString() : null)
        .FirstOrDefault();
}
