using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>The index of released payouts that wait for the sweep, in partitions by hour and hash, so that none grows hot. An entry
/// is a hint: the order's row decides. It is deleted when the sweep is done with its payout. The hour is the one in which the sweep
/// first processes it: that of the release, or of the next attempt.</summary>
public sealed class DuePayouts(ChatPayTables tables) : IOrderIndex
{
    private const uint Parts = 8;

    /// <summary>Adds a payout when it is released. It stays until the sweep sees that it has ended.</summary>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken) =>
        change.Order is { CurrentPayout: { IsToBeSwept: true } payout } order
        && (before?.CurrentPayout is not { IsToBeSwept: true } known || known.Generation != payout.Generation)
            ? AddAsync(order.Id, payout.Generation, payout.ReleasedAt, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Adds the entry of a payout; a repeat changes nothing.</summary>
    public Task AddAsync(string orderId, int g, DateTimeOffset releasedAt, CancellationToken cancellationToken) =>
        tables.DuePayouts.UpsertEntityAsync(
            new TableEntity(Partition(orderId, releasedAt), Payout.Key(orderId, g)), TableUpdateMode.Replace, cancellationToken);

    /// <summary>The payouts due by now, the oldest hours first.</summary>
    public async IAsyncEnumerable<DuePayout> ListAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in Query(now, cancellationToken))
        {
            if (EntryOf(row) is { } entry)
                yield return entry;
        }
    }

    /// <summary>The payouts due by now in pages, so that a reader can continue after those already taken.</summary>
    /// <param name="now">The same for all pages, UTC.</param>
    /// <param name="after">The previous page's <see cref="DuePage.Next"/>; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<DuePage> PageAsync(DateTimeOffset now, string? after, CancellationToken cancellationToken)
    {
        await foreach (var page in Query(now, cancellationToken).AsPages(after))
            return new DuePage([.. page.Values.Select(EntryOf).OfType<DuePayout>()], page.ContinuationToken);
        return new DuePage([], Next: null);
    }

    /// <summary>Postpones an entry: the sweep does not process it before then.</summary>
    public async Task PutOffAsync(DuePayout payout, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (Partition(payout.OrderId, until) == payout.Partition)
            return;
        // Added before the other is removed: a payout without an entry is never paid.
        await AddAsync(payout.OrderId, payout.Generation, until, cancellationToken);
        await RemoveAsync(payout, cancellationToken);
    }

    /// <summary>Removes an entry.</summary>
    public Task RemoveAsync(DuePayout payout, CancellationToken cancellationToken) =>
        tables.DuePayouts.DeleteEntityAsync(
            payout.Partition, Payout.Key(payout.OrderId, payout.Generation), cancellationToken: cancellationToken);

    /// <summary>Removes the entry that was added with the payout.</summary>
    public Task RemoveAsync(string orderId, Payout payout, CancellationToken cancellationToken) =>
        RemoveAsync(new DuePayout(Partition(orderId, payout.ReleasedAt), orderId, payout.Generation), cancellationToken);

    private AsyncPageable<TableEntity> Query(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var end = Hour(now) + "~";
        return tables.DuePayouts.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey lt {end}"), cancellationToken: cancellationToken);
    }

    private static DuePayout? EntryOf(TableEntity row) =>
        Payout.Parse(row.RowKey) is { } payout ? new DuePayout(row.PartitionKey, payout.OrderId, payout.Generation) : null;

    private static string Partition(string orderId, DateTimeOffset at) =>
        $"{Hour(at)}-{Shards.Of(orderId, Parts)}";

    private static string Hour(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}

/// <summary>An entry of the due index.</summary>
/// <param name="Partition">The entry's partition.</param>
/// <param name="OrderId">The order whose payout is due.</param>
/// <param name="Generation">The payout's generation.</param>
public sealed record DuePayout(string Partition, string OrderId, int Generation);

/// <summary>A page of the due index.</summary>
/// <param name="Entries">The oldest hours first.</param>
/// <param name="Next">Where the next page continues; null when this is the last.</param>
public sealed record DuePage(IReadOnlyList<DuePayout> Entries, string? Next);
