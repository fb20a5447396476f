using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary>How JSON is written and read: camel case, enums by name, absent instead of null.</summary>
public static class ChatPayJson
{
    /// <summary>What clients get; what they send is read more strictly (<c>Body</c>).</summary>
    public static JsonSerializerOptions Api { get; } = Make(new UtcTimeJsonConverter());

    /// <summary>What is kept in tables and queues; negative money is allowed here (ledger), and times lose nothing.</summary>
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
