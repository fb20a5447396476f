using System.Text.Json;
using ChatPay.Local.Tables.Protocol;

namespace ChatPay.Local.Tables.Entities;

/// <summary>An entity in a request: the keys, if given, and typed properties without nulls.</summary>
internal sealed record EntityBody(string? PartitionKey, string? RowKey, Dictionary<string, EdmValue> Properties)
{
    private const string TypeSuffix = "@odata.type";

    public static EntityBody Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text with an unpaired surrogate.
            throw TableFault.InvalidInput("An error occurred while processing this request.");
        }
    }

    /// <summary>Reads properties in the form in which they are sent and stored.</summary>
    public static EntityBody Read(JsonElement entity)
    {
        if (entity.ValueKind != JsonValueKind.Object)
            throw TableFault.InvalidInput("An error occurred while processing this request.");

        var types = new Dictionary<string, string?>();
        var values = new Dictionary<string, JsonElement>();
        foreach (var property in entity.EnumerateObject())
        {
            var isType = property.Name.EndsWith(TypeSuffix, StringComparison.Ordinal);
            var fresh = isType
                ? types.TryAdd(property.Name[..^TypeSuffix.Length], property.Value.GetString())
                : property.Name.StartsWith("odata.", StringComparison.Ordinal) || values.TryAdd(property.Name, property.Value);
            if (!fresh)
                throw TableFault.DuplicateProperties();
        }

        values.Remove("Timestamp");
        var properties = new Dictionary<string, EdmValue>(values.Count);
        foreach (var (name, value) in values)
        {
            if (name is not ("PartitionKey" or "RowKey") && EdmJson.Read(value, types.GetValueOrDefault(name)) is { } typed)
                properties.Add(name, typed);
        }

        return new EntityBody(Key(values, "PartitionKey"), Key(values, "RowKey"), properties);
    }

    /// <summary>Writes the properties as JSON with minimal metadata.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, EdmValue> properties)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, EdmJson.Compact))
        {
            json.WriteStartObject();
            foreach (var (name, value) in properties)
                EdmJson.Write(json, name, value, MetadataLevel.Minimal);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string? Key(Dictionary<string, JsonElement> values, string name) =>
        values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw TableFault.InvalidInput()
            : null;
}
