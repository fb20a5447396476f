using System.Globalization;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The orders of a participant, newest first. An entry is written before its order and is only a hint: the order decides.
/// A participant's partition is split by month, so that a busy seller's never grows hot; months count down, so that the newest
/// comes first.</summary>
public sealed class OrderIndex(ChatPayTables tables) : IOrderIndex
{
    private const int LastMonth = 999_912;

    /// <summary>Adds a new order to its buyer's and its seller's lists.</summary>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken)
    {
        var order = change.Order;
        return before is not null
            ? Task.CompletedTask
            : Task.WhenAll(EntriesOf(order).Select(entry => tables.Indexes.UpsertEntityAsync(
                new TableEntity(entry.Partition, entry.Row), TableUpdateMode.Replace, cancellationToken)));
    }

    /// <inheritdoc/>
    /// <remarks>An entry has the time of its attempt. Left alone, a request repeated often enough would fill the lists of a buyer who
    /// sees none of it.</remarks>
    public Task WithdrawAsync(Order lost, Order stands, CancellationToken cancellationToken) =>
        Task.WhenAll(EntriesOf(lost).Except(EntriesOf(stands)).Select(entry => tables.Indexes.DeleteEntityAsync(
            entry.Partition, entry.Row, cancellationToken: cancellationToken)));

    /// <summary>A page of orders, each with its position in the list.</summary>
    /// <param name="participant">A buyer's or seller's id.</param>
    /// <param name="after">The position after which the page begins; null for the first.</param>
    /// <param name="limit">The most orders to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">400: not a position in this list.</exception>
    public async Task<IReadOnlyList<(string Place, string OrderId)>> ListAsync(
        string participant,
        string? after,
        int limit,
        CancellationToken cancellationToken)
    {
        var all = $"orders-{participant}-";
        var page = new List<(string, string)>(limit);
        if (after is null)
        {
            await AddToAsync(
                page,
                TableClient.CreateQueryFilter($"PartitionKey ge {all} and PartitionKey lt {all + "~"}"),
                limit,
                cancellationToken);
            return page;
        }

        if (after.Split('|') is not [{ Length: 6 } month, { } row] || !month.All(char.IsAsciiDigit))
            throw Paging.CursorInvalid();

        // First the rest of the month, then the older ones: each is a range of keys.
        await AddToAsync(
            page,
            TableClient.CreateQueryFilter($"PartitionKey eq {all + month} and RowKey gt {row}"),
            limit,
            cancellationToken);
        if (page.Count < limit)
            await AddToAsync(
                page,
                TableClient.CreateQueryFilter($"PartitionKey gt {all + month} and PartitionKey lt {all + "~"}"),
                limit,
                cancellationToken);
        return page;
    }

    /// <summary>An order's position in a participant's list.</summary>
    public static string Place(string participant, Order order) => Place(Partition(participant, order.SentAt), Row(order));

    private async Task AddToAsync(List<(string, string)> page, string filter, int limit, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(filter, maxPerPage: limit, cancellationToken: cancellationToken))
        {
            page.Add((Place(row.PartitionKey, row.RowKey), row.RowKey[(row.RowKey.IndexOf('-', StringComparison.Ordinal) + 1)..]));
            // Stop before the next row, or it would be fetched.
            if (page.Count == limit)
                return;
        }
    }

    private static IEnumerable<(string Partition, string Row)> EntriesOf(Order order) =>
        new[] { order.BuyerId, order.SellerId }.Select(participant => (Partition(participant, order.SentAt), Row(order)));

    private static string Place(string partition, string row) => $"{partition[^6..]}|{row}";

    private static string Partition(string participant, DateTimeOffset at) =>
        $"orders-{participant}-{(LastMonth - (at.UtcDateTime.Year * 100) - at.UtcDateTime.Month).ToString("D6", CultureInfo.InvariantCulture)}";

    // Row keys sort ascending; the time is inverted so that the newest comes first.
    private static string Row(Order order) =>
        $"{(DateTimeOffset.MaxValue.Ticks - order.SentAt.UtcTicks).ToString("D19", CultureInfo.InvariantCulture)}-{order.Id}";
}
