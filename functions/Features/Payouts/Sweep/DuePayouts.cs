using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>The released payouts that wait for the sweep, in partitions by hour and hash, so that none grows hot. An entry is a
/// hint: the order's row decides. It is deleted when its payout is out of the sweep's hands.</summary>
public sealed class DuePayouts(ChatPayTables tables) : IOrderIndex
{
    private const int Shards = 8;

    /// <summary>Enters a payout when it is released. It stays until the sweep sees that it has ended.</summary>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken) =>
        change.Order is { CurrentPayout: { IsToBeSwept: true } payout } order
        && (before?.CurrentPayout is not { IsToBeSwept: true } known || known.Generation != payout.Generation)
            ? AddAsync(order.Id, payout.Generation, payout.ReleasedAt, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Adds the entry of a payout; a repeat changes nothing.</summary>
    public Task AddAsync(string orderId, int g, DateTimeOffset releasedAt, CancellationToken cancellationToken) =>
        tables.DuePayouts.UpsertEntityAsync(
            new TableEntity(Partition(orderId, releasedAt), Payout.Key(orderId, g)), TableUpdateMode.Replace, cancellationToken);

    /// <summary>What is due up to now, the oldest hours first.</summary>
    public async IAsyncEnumerable<DuePayout> ListAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = Hour(now) + "~";
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {end}");
        await foreach (var row in tables.DuePayouts.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (Payout.Parse(row.RowKey) is { } payout)
                yield return new DuePayout(row.PartitionKey, payout.OrderId, payout.Generation);
        }
    }

    /// <summary>Takes an entry out.</summary>
    public Task RemoveAsync(DuePayout payout, CancellationToken cancellationToken) =>
        tables.DuePayouts.DeleteEntityAsync(
            payout.Partition, Payout.Key(payout.OrderId, payout.Generation), cancellationToken: cancellationToken);

    /// <summary>Takes out the entry that was made with the payout.</summary>
    public Task RemoveAsync(string orderId, Payout payout, CancellationToken cancellationToken) =>
        RemoveAsync(new DuePayout(Partition(orderId, payout.ReleasedAt), orderId, payout.Generation), cancellationToken);

    private static string Partition(string orderId, DateTimeOffset at) =>
        $"{Hour(at)}-{orderId.Aggregate(17u, (hash, c) => unchecked((hash * 31) + c)) % Shards}";

    private static string Hour(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}

/// <summary>An entry of the due index.</summary>
/// <param name="Partition">Where it stands.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Generation">The payout's generation.</param>
public sealed record DuePayout(string Partition, string OrderId, int Generation);
