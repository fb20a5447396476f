using System.Text.Json.Nodes;

namespace ChatPay.OpenApi;

/// <summary>Example bodies recorded by the journeys, by operation: <c>request</c>, or the status of the answer. The journeys record
/// them anew when run with <c>CHATPAY_EXAMPLES=1</c> (infra/openapi/examples.json).</summary>
internal static class Examples
{
    public const string Request = "request";

    private static readonly Lazy<JsonObject> Recorded = new(() =>
    {
        using var resource = typeof(Examples).Assembly.GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(resource)!.AsObject();
    });

    /// <summary>The content of a media type, with its example if there is one.</summary>
    public static JsonObject Content(JsonNode schema, string operationId, string what)
    {
        var content = new JsonObject { ["schema"] = schema };
        if (Recorded.Value[operationId]?[what] is { } value)
            content["examples"] = new JsonObject { ["recorded"] = new JsonObject { ["value"] = value.DeepClone() } };
        return content;
    }

    /// <summary>Whether there is an example of the request and of each successful JSON answer.</summary>
    public static bool HasAll(string operationId, Operation operation) =>
        operation.Successes.Where(success => success.Body is not null).Select(success => $"{success.Status}")
            .Concat(operation.Reads is null ? [] : [Request])
            .All(what => Recorded.Value[operationId]?[what] is not null);
}
