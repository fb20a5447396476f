using System.Text.Json.Serialization;

namespace ChatPay.Local.Durable.History;

/// <summary>What is seldom there in history is kept as JSON, without what is empty.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(ParentLink))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext;
