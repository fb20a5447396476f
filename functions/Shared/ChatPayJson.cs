using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Shared;

/// <summary>How JSON is written and read: camel case, enums by name, absent instead of null.</summary>
public static class ChatPayJson
{
    /// <summary>What clients get; what they send is read more strictly (<see cref="Http.Body"/>).</summary>
    public static JsonSerializerOptions Api { get; } = Make();

    /// <summary>What is kept in tables and queues; negative money is allowed here (ledger).</summary>
    public static JsonSerializerOptions Stored { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
