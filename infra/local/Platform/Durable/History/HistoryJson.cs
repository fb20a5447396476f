using System.Text.Json.Serialization;

namespace ChatPay.Local.Durable.History;

/// <summary>Serializes the rare fields of history as JSON, without empty members.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(ParentLink))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext;
