using Azure.Data.Tables;
using ChatPay.Local;

namespace ChatPay.Journeys.Platform;

/// <summary>Reads the app's tables directly.</summary>
internal static class Rows
{
    /// <summary>The ids of all orders.</summary>
    public static async Task<IReadOnlyList<string>> OrderIdsAsync(LocalPlatform platform)
    {
        var orders = new TableServiceClient(platform.Tables.ConnectionString).GetTableClient("orders");
        var ids = new List<string>();
        await foreach (var row in orders.QueryAsync<TableEntity>("RowKey eq 'order'"))
            ids.Add(row.PartitionKey);
        return ids;
    }

    /// <summary>Returns every row of every table with its version: two results are equal when nothing was written in between.</summary>
    public static async Task<IReadOnlyList<string>> PictureAsync(LocalPlatform platform)
    {
        var service = new TableServiceClient(platform.Tables.ConnectionString);
        var rows = new List<string>();
        // Except the audit trail, which also records refused calls.
        await foreach (var table in service.QueryAsync("TableName ne 'audit'"))
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
                rows.Add($"{table.Name} {row.PartitionKey} {row.RowKey} {row.ETag}");
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
