using ChatPay.Local.Tables.Entities;

namespace ChatPay.Local.Tables.Queries;

/// <summary>Collects the result of a query: the matching entities, and where the next page begins.</summary>
internal sealed class EntityPage(EntityQuery query, int scanLimit)
{
    private const int LargestAnswer = 4 * 1024 * 1024;
    private int _scanned;
    private int _bytes;

    public List<StoredEntity> Entities { get; } = [];

    /// <summary>The first key of the next page; null on the last page.</summary>
    public EntityKey? Next { get; private set; }

    /// <summary>Considers the next entity in key order.</summary>
    /// <returns>False when the page is complete without it.</returns>
    public bool Take(StoredEntity entity)
    {
        if (query.Range.EndsBefore(entity.PartitionKey, entity.RowKey))
            return false;
        if (Entities.Count == query.Top || _scanned == scanLimit || _bytes > LargestAnswer)
        {
            Next = new EntityKey(entity.PartitionKey, entity.RowKey);
            return false;
        }

        _scanned++;
        if (query.Filter is null || query.Filter.Matches(Properties(entity)))
        {
            Entities.Add(entity);
            _bytes += entity.Properties.Length;
        }

        return true;
    }

    private static Func<string, EdmValue?> Properties(StoredEntity entity)
    {
        Dictionary<string, EdmValue>? parsed = null;
        return name => name switch
        {
            "PartitionKey" => new EdmValue(EdmType.String, entity.PartitionKey),
            "RowKey" => new EdmValue(EdmType.String, entity.RowKey),
            "Timestamp" => new EdmValue(EdmType.DateTime, new DateTime(entity.Stamp, DateTimeKind.Utc)),
            _ => (parsed ??= entity.Parse()).TryGetValue(name, out var value) ? value : null,
        };
    }
}
