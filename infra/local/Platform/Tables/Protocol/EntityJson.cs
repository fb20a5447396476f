using System.Text.Json;
using ChatPay.Local.Tables.Entities;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Writes responses that contain entities.</summary>
internal sealed class EntityJson(string service, string table, MetadataLevel level, IReadOnlySet<string>? select)
{
    public byte[] One(StoredEntity entity) => Json(json =>
        Write(json, entity, level == MetadataLevel.None ? null : $"{service}/$metadata#{table}/@Element"));

    public byte[] Page(IEnumerable<StoredEntity> entities) => Json(json =>
    {
        json.WriteStartObject();
        if (level != MetadataLevel.None)
            json.WriteString("odata.metadata", $"{service}/$metadata#{table}");
        json.WriteStartArray("value");
        foreach (var entity in entities)
            Write(json, entity, null);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, EdmJson.Compact))
            write(json);
        return stream.ToArray();
    }

    private void Write(Utf8JsonWriter json, StoredEntity entity, string? metadata)
    {
        json.WriteStartObject();
        if (metadata is not null)
            json.WriteString("odata.metadata", metadata);
        if (level == MetadataLevel.Full)
            WriteLinks(json, entity);
        if (level != MetadataLevel.None)
            json.WriteString("odata.etag", EntityTag.Of(entity.Stamp));
        if (Wanted("PartitionKey"))
            json.WriteString("PartitionKey", entity.PartitionKey);
        if (Wanted("RowKey"))
            json.WriteString("RowKey", entity.RowKey);
        if (Wanted("Timestamp"))
        {
            if (level == MetadataLevel.Full)
                json.WriteString("Timestamp@odata.type", "Edm.DateTime");
            json.WriteString("Timestamp", EntityTag.Time(entity.Stamp));
        }

        if (level == MetadataLevel.Minimal && select is null)
            WriteAsStored(json, entity.Properties);
        else
            WriteWanted(json, entity.Properties);
        json.WriteEndObject();
    }

    // The stored form is the requested one. The writer has no method for a list of members, so each is copied by itself.
    private static void WriteAsStored(Utf8JsonWriter json, byte[] properties)
    {
        var stored = new Utf8JsonReader(properties);
        stored.Read();
        while (stored.Read() && stored.TokenType == JsonTokenType.PropertyName)
        {
            if (stored.ValueIsEscaped)
                json.WritePropertyName(stored.GetString()!);
            else
                json.WritePropertyName(stored.ValueSpan);
            stored.Read();
            var from = (int)stored.TokenStartIndex;
            json.WriteRawValue(properties.AsSpan(from, (int)stored.BytesConsumed - from), skipInputValidation: true);
        }
    }

    private void WriteWanted(Utf8JsonWriter json, byte[] stored)
    {
        using var properties = JsonDocument.Parse(stored);
        foreach (var property in properties.RootElement.EnumerateObject())
        {
            var end = property.Name.IndexOf('@', StringComparison.Ordinal);
            if ((end < 0 || level != MetadataLevel.None) && Wanted(end < 0 ? property.Name : property.Name[..end]))
                property.WriteTo(json);
        }
    }

    private void WriteLinks(Utf8JsonWriter json, StoredEntity entity)
    {
        var link = Link(table, entity.PartitionKey, entity.RowKey);
        json.WriteString("odata.type", $"{EmulatorAccount.Name}.{table}");
        json.WriteString("odata.id", $"{service}/{link}");
        json.WriteString("odata.editLink", link);
    }

    public static string Link(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Quote(partitionKey)}',RowKey='{Quote(rowKey)}')";

    private static string Quote(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private bool Wanted(string name) => select is null || select.Contains(name);
}
