using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Orchestrations.Watchdog;

/// <summary>When each order is due for a check, one partition an hour: the cost depends on what is due, not on what exists. An
/// entry is a hint and is written before its order; the order decides.</summary>
public sealed class DeadlineIndex(ChatPayTables tables, TimeProvider time) : IOrderIndex
{
    // A check falls at the start of its hour. Clocks differ, and what is decided now is written a little later.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private const string Prefix = "deadline-";
    private const string LooksColumn = "Looks";

    /// <summary>Indexes the order's next check, if this change moves it, or it was never indexed. If an earlier check is still
    /// ahead, that one finds the next by itself.</summary>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken) =>
        ExpectedOrchestration.NextLook(change.Order) is { } next
        && (before is not { Watched: true } || (ExpectedOrchestration.NextLook(before) != next && !IsLookedAtBy(before, next)))
            ? AddAsync(change.Order.Id, next, looks: 0, cancellationToken)
            : Task.CompletedTask;

    /// <inheritdoc/>
    public Order Noted(OrderChange change) =>
        change.Order is { Watched: true } order && ExpectedOrchestration.NextLook(order) is var next
        && (next is null || IsLookedAtBy(order, next.Value))
            ? order
            : change.Order with { Watched = true, LooksFrom = ExpectedOrchestration.NextLook(change.Order) ?? change.Order.LooksFrom };

    /// <summary>The checks due by now, the oldest hours first.</summary>
    public async IAsyncEnumerable<DueLook> ListAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = Partition(now) + "~";
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {Prefix} and PartitionKey lt {end}"), cancellationToken: cancellationToken))
            yield return new DueLook(row.PartitionKey, row.RowKey, row.GetInt32(LooksColumn) ?? 0, row.ETag);
    }

    /// <summary>Postpones an order's check.</summary>
    /// <param name="look">The check to postpone.</param>
    /// <param name="at">When to check again, UTC.</param>
    /// <param name="looks">How many checks have found no progress.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task PutOffAsync(DueLook look, DateTimeOffset at, int looks, CancellationToken cancellationToken)
    {
        await AddAsync(look.OrderId, at, looks, cancellationToken);
        if (look.Partition != Partition(at))
            await RemoveAsync(look, cancellationToken);
    }

    /// <summary>Removes an entry, unless the order has meanwhile been indexed for the same hour again.</summary>
    public async Task RemoveAsync(DueLook look, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Indexes.DeleteEntityAsync(look.Partition, look.OrderId, look.Version, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // The new entry is checked the next time.
        }
    }

    private bool IsLookedAtBy(Order order, DateTimeOffset next) =>
        order.LooksFrom is { } from && from <= next && string.CompareOrdinal(Partition(from), Partition(time.GetUtcNow() + Margin)) > 0;

    private Task AddAsync(string orderId, DateTimeOffset at, int looks, CancellationToken cancellationToken)
    {
        var entry = new TableEntity(Partition(at), orderId) { [LooksColumn] = looks };
        return tables.Indexes.UpsertEntityAsync(entry, TableUpdateMode.Replace, cancellationToken);
    }

    private static string Partition(DateTimeOffset at) => Prefix + at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}

/// <summary>An order that is due for a check.</summary>
/// <param name="Partition">The entry's partition.</param>
/// <param name="OrderId">The order to check.</param>
/// <param name="Looks">How many checks have found no progress.</param>
/// <param name="Version">The ETag as read.</param>
public sealed record DueLook(string Partition, string OrderId, int Looks, ETag Version);
