using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>The released payouts that wait for the sweep, in partitions by hour and hash, so that none grows hot. An entry is a
/// hint: the order's row decides. It is deleted when its payout is out of the sweep's hands. The hour is the one in which the sweep looks
/// at it first: of the release, or of the next attempt.</summary>
public sealed class DuePayouts(ChatPayTables tables) : IOrderIndex
{
    private const uint Parts = 8;

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
        await foreach (var row in Query(now, cancellationToken))
        {
            if (EntryOf(row) is { } entry)
                yield return entry;
        }
    }

    /// <summary>The same in pages, so that who has taken some goes on after them.</summary>
    /// <param name="now">The same for all pages.</param>
    /// <param name="after">What the page before said is next; null for the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<DuePage> PageAsync(DateTimeOffset now, string? after, CancellationToken cancellationToken)
    {
        await foreach (var page in Query(now, cancellationToken).AsPages(after))
            return new DuePage([.. page.Values.Select(EntryOf).OfType<DuePayout>()], page.ContinuationToken);
        return new DuePage([], Next: null);
    }

    /// <summary>Has the sweep look at an entry no sooner than then.</summary>
    public async Task PutOffAsync(DuePayout payout, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (Partition(payout.OrderId, until) == payout.Partition)
            return;
        // Added before the other goes: a payout that nobody looks at is never paid.
        await AddAsync(payout.OrderId, payout.Generation, until, cancellationToken);
        await RemoveAsync(payout, cancellationToken);
    }

    /// <summary>Takes an entry out.</summary>
    public Task RemoveAsync(DuePayout payout, CancellationToken cancellationToken) =>
        tables.DuePayouts.DeleteEntityAsync(
            payout.Partition, Payout.Key(payout.OrderId, payout.Generation), cancellationToken: cancellationToken);

    /// <summary>Takes out the entry that was made with the payout.</summary>
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
/// <param name="Partition">Where it stands.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Generation">The payout's generation.</param>
public sealed record DuePayout(string Partition, string OrderId, int Generation);

/// <summary>A page of the due index.</summary>
/// <param name="Entries">The oldest hours first.</param>
/// <param name="Next">What to go on with; null when this is the last.</param>
public sealed record DuePage(IReadOnlyList<DuePayout> Entries, string? Next);
