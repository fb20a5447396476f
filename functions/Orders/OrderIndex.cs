using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Shared.Storage;

namespace ChatPay.Functions.Orders;

/// <summary>The orders of a participant, newest first. An entry is written before its order and is a hint: the order decides. A
/// participant's partition is split by month, so that a busy seller's never grows hot.</summary>
public sealed class OrderIndex(ChatPayTables tables)
{
    /// <summary>Adds the order to its buyer's and its seller's lists; a repeat changes nothing.</summary>
    public async Task AddAsync(Order order, CancellationToken cancellationToken)
    {
        foreach (var participant in new[] { order.BuyerId, order.SellerId })
        {
            await tables.Indexes.UpsertEntityAsync(
                new TableEntity(Partition(participant, order.SentAt), Row(order)), TableUpdateMode.Replace, cancellationToken);
        }
    }

    /// <summary>A page of order ids, newest first.</summary>
    /// <param name="participant">A buyer's or seller's id.</param>
    /// <param name="month">The month to list.</param>
    /// <param name="after">The last row key of the page before; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<IReadOnlyList<(string Row, string OrderId)>> ListAsync(
        string participant, DateTimeOffset month, string? after, int limit, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(participant, month)} and RowKey gt {after ?? ""}");
        var page = new List<(string, string)>();
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(filter, maxPerPage: limit, cancellationToken: cancellationToken))
        {
            page.Add((row.RowKey, row.RowKey[(row.RowKey.IndexOf('-', StringComparison.Ordinal) + 1)..]));
            if (page.Count == limit)
                break;
        }

        return page;
    }

    private static string Partition(string participant, DateTimeOffset at) =>
        $"orders-{participant}-{at.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture)}";

    // Row keys sort ascending; the time is turned round so that the newest comes first.
    private static string Row(Order order) =>
        $"{(DateTimeOffset.MaxValue.Ticks - order.SentAt.UtcTicks).ToString("D19", CultureInfo.InvariantCulture)}-{order.Id}";
}
