using Azure.Data.Tables;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>Limits of Azure that Azurite does not enforce, by which writes fail or data is lost: they must not be discovered in
/// production.</summary>
internal static class TableLimits
{
    /// <summary>Besides the keys and the timestamp ("Understanding the Table service data model").</summary>
    private const int MaxProperties = 252;

    /// <exception cref="InvalidOperationException">Azure would refuse the row, or store something else.</exception>
    public static void Check(ITableEntity row)
    {
        var properties = Properties(row).ToList();
        if (properties.Count > MaxProperties)
            throw Broken(row, $"has {properties.Count} properties, and a row holds at most {MaxProperties}");
        if (properties.FirstOrDefault(p => p.Value is decimal) is { Key: { } name })
            throw Broken(row, $"has the decimal {name}, a type that tables do not have: keep money in minor units, as a long");
    }

    /// <exception cref="InvalidOperationException">Azure would refuse the transaction, or store something else.</exception>
    public static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        foreach (var action in actions)
        {
            if (action.Entity.PartitionKey != actions[0].Entity.PartitionKey)
                throw Broken(
                    action.Entity,
                    $"is not in the partition of the transaction, {actions[0].Entity.PartitionKey}: write it apart");
            if (action.ActionType != TableTransactionActionType.Delete)
                Check(action.Entity);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Properties(ITableEntity row) => row is IDictionary<string, object> values
        ? values.Where(v => !IsSystem(v.Key)).Select(v => KeyValuePair.Create(v.Key, (object?)v.Value))
        : row.GetType().GetProperties().Where(p => !IsSystem(p.Name)).Select(p => KeyValuePair.Create(p.Name, p.GetValue(row)));

    private static bool IsSystem(string name) => name is "PartitionKey" or "RowKey" or "Timestamp" or "ETag" or "odata.etag";

    private static InvalidOperationException Broken(ITableEntity row, string what) =>
        new($"The row {row.PartitionKey}/{row.RowKey} {what}.");
}
