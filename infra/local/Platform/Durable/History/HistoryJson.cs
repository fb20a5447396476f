using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatPay.Local.Durable.History;

/// <summary>History as it is kept: JSON without what is empty.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(List<HistoryEvent>))]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    public static byte[] Write(HistoryEvent entry) => JsonSerializer.SerializeToUtf8Bytes(entry, Default.HistoryEvent);

    public static byte[] Write(List<HistoryEvent> turn) => JsonSerializer.SerializeToUtf8Bytes(turn, Default.ListHistoryEvent);

    public static HistoryEvent ReadEvent(byte[] body) => JsonSerializer.Deserialize(body, Default.HistoryEvent)!;

    public static List<HistoryEvent> ReadTurn(byte[] body) => JsonSerializer.Deserialize(body, Default.ListHistoryEvent)!;
}
