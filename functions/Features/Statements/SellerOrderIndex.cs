using System.Globalization;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Statements;

/// <summary>Index of the orders with a seller's money: those that hold or owe something now or are being paid, and those that booked
/// something, by month. A month in which a refund was completed, a payout paid or a dispute lost counts too, although nothing may have
/// been booked for the seller then. Entries are written before the booking, and are only hints: the orders and their ledgers decide. An
/// order is added to a month once, and to the open ones when its payment begins, so that a sale costs two more writes and a balance
/// costs what is open.</summary>
public sealed class SellerOrderIndex(ChatPayTables tables, TimeProvider time) : IOrderIndex
{
    // A booking follows its hint within seconds; a newer hint may belong to one that is being written.
    private static readonly TimeSpan Settling = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken)
    {
        var order = change.Order;
        var partitions = NewMonths(change).Select(month => InMonth(order.SellerId, month));
        if (before is not { IsUnsettled: true, Listed: true } && order.IsUnsettled)
            partitions = partitions.Append(Open(order.SellerId));
        return Task.WhenAll(partitions.Select(partition => tables.Indexes.UpsertEntityAsync(
            new TableEntity(partition, order.Id), TableUpdateMode.Replace, cancellationToken)));
    }

    /// <inheritdoc/>
    public Order Noted(OrderChange change) => change.Order with
    {
        BookedMonths = NewMonths(change) is { Count: > 0 } months
            ? [.. change.Order.BookedMonths, .. months]
            : change.Order.BookedMonths,
        Listed = change.Order.IsUnsettled,
    };

    /// <summary>The orders that may hold or owe something.</summary>
    public Task<IReadOnlyList<TableEntity>> OpenAsync(string sellerId, CancellationToken cancellationToken) =>
        ListAsync(Open(sellerId), cancellationToken);

    /// <summary>The hint of an order among those that may hold or owe something; null when it is not there.</summary>
    public Task<TableEntity?> FindOpenAsync(string sellerId, string orderId, CancellationToken cancellationToken) =>
        ChatPayTables.FindAsync(tables.Indexes, Open(sellerId), orderId, cancellationToken);

    /// <summary>The orders that may hold or owe something, of all sellers.</summary>
    public IAsyncEnumerable<TableEntity> AllOpenAsync(CancellationToken cancellationToken)
    {
        var (from, end) = (Open(""), Open("~"));
        return tables.Indexes.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {end}"), cancellationToken: cancellationToken);
    }

    /// <summary>The orders that booked something from the month of one time until the month of another.</summary>
    /// <param name="sellerId">The seller's id.</param>
    /// <param name="from">UTC.</param>
    /// <param name="until">UTC; now when that is earlier.</param>
    /// <param name="most">Stops when this many are found.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<string>> BetweenAsync(
        string sellerId, DateTimeOffset from, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        var last = until < now ? until : now;
        for (
            var month = new DateTimeOffset(from.UtcDateTime.Year, from.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
            month <= last;
            month = month.AddMonths(1))
        {
            await foreach (var row in ChatPayTables.WithPrefix(
                tables.Indexes, InMonth(sellerId, Month(month)), "", cancellationToken))
            {
                ids.Add(row.RowKey);
                if (ids.Count == most)
                    return [.. ids];
            }
        }

        return [.. ids];
    }

    /// <summary>The last month in which something was booked, not before the month of this time; null when there is none.</summary>
    public async Task<DateTimeOffset?> LastMonthAsync(string sellerId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        for (
            var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
            month > from.AddMonths(-1);
            month = month.AddMonths(-1))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {InMonth(sellerId, Month(month))}");
            await foreach (var _ in tables.Indexes.QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: cancellationToken))
                return month;
        }

        return null;
    }

    /// <summary>Removes the hint of an order that no longer holds or owes anything.</summary>
    public async Task RemoveAsync(TableEntity open, CancellationToken cancellationToken)
    {
        if (open.Timestamp is not { } written || time.GetUtcNow() - written < Settling)
            return;

        try
        {
            await tables.Indexes.DeleteEntityAsync(open.PartitionKey, open.RowKey, open.ETag, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // It is gone, or was written again.
        }
    }

    private async Task<IReadOnlyList<TableEntity>> ListAsync(string partition, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Indexes, partition, "", cancellationToken))
            rows.Add(row);
        return rows;
    }

    private static string Open(string sellerId) => $"open-{sellerId}";

    private static List<string> NewMonths(OrderChange change)
    {
        var own = SellerAccounts.Prefix(change.Order.SellerId);
        return [.. change.Ledger.Where(t => t.Postings.Any(p => p.Account.StartsWith(own, StringComparison.Ordinal)))
            .Select(t => t.At).Concat(CompletedIn(change.Order)).Select(Month).Distinct().Except(change.Order.BookedMonths)];
    }

    // From the order, not from what it books now: this also enters an order of an earlier version, which did not note them. A late
    // capture is not the seller's.
    private static IEnumerable<DateTimeOffset> CompletedIn(Order order) => order.Capture is not { Late: false } ? []
        : order.Refunds.Select(r => r.CompletedAt)
            .Concat(order.Payouts.Select(p => p.PaidAt))
            .Concat(order.Disputes.Where(c => c.Lost.MinorUnits > 0 || c.Fees.MinorUnits > 0).Select(c => c.ResolvedAt))
            .OfType<DateTimeOffset>();

    private static string InMonth(string sellerId, string month) => $"books-{sellerId}-{month}";

    private static string Month(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);
}
