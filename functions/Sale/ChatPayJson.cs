using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary>The JSON conventions: camel case, enums by name, absent members instead of null.</summary>
public static class ChatPayJson
{
    /// <summary>For responses to clients; request bodies are parsed more strictly (<c>Body</c>).</summary>
    public static JsonSerializerOptions Api { get; } = Make(new UtcTimeJsonConverter());

    /// <summary>For tables and queues. Allows negative money (ledger) and keeps the full precision of times.</summary>
    public static JsonSerializerOptions Stored { get; } = Make();

    private static JsonSerializerOptions Make(params JsonConverter[] own)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        foreach (var converter in own)
            options.Converters.Add(converter);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
