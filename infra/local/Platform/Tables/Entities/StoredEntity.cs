using System.Text.Json;

namespace ChatPay.Local.Tables.Entities;

/// <summary>An entity as stored in the data file. The properties are UTF-8 JSON with minimal metadata.</summary>
internal sealed record StoredEntity(string PartitionKey, string RowKey, long Stamp, byte[] Properties)
{
    public Dictionary<string, EdmValue> Parse()
    {
        using var document = JsonDocument.Parse(Properties);
        return EntityBody.Read(document.RootElement).Properties;
    }
}
