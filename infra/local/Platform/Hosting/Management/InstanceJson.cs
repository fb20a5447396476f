using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Hosting.Management;

/// <summary>An instance as the management API returns it.</summary>
internal sealed record InstanceJson(
    string Name,
    string InstanceId,
    string RuntimeStatus,
    JsonNode? Input,
    JsonNode? CustomStatus,
    JsonNode? Output,
    string CreatedTime,
    string LastUpdatedTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonArray? HistoryEvents)
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Converts an instance; the output of a failed one is its failure.</summary>
    public static InstanceJson Of(OrchestrationMetadata instance, bool showInput, JsonArray? history) => new(
        instance.Name,
        instance.InstanceId,
        instance.RuntimeStatus.ToString(),
        showInput ? Node(instance.SerializedInput) : null,
        Node(instance.SerializedCustomStatus),
        instance.FailureDetails is { } failure ? JsonValue.Create(failure.ErrorMessage) : Node(instance.SerializedOutput),
        Text(instance.CreatedAt),
        Text(instance.LastUpdatedAt),
        history);

    /// <summary>Parses JSON; text that is not JSON becomes a string.</summary>
    public static JsonNode? Node(string? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return JsonValue.Create(json);
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";
}
