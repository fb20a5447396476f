using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Orchestrations.Watchdog;

/// <summary>When each order is to be looked at, a partition an hour: a look costs by what is due, not by what exists. An entry is a hint
/// and is written before its order; the order decides.</summary>
public sealed class DeadlineIndex(ChatPayTables tables) : IOrderIndex
{
    private const string Prefix = "deadline-";
    private const string LooksColumn = "Looks";

    /// <summary>Enters the order's next look, if this change moves it, or it was never entered.</summary>
    public Task WriteAsync(Order? before, OrderChange change, CancellationToken cancellationToken) =>
        ExpectedOrchestration.NextLook(change.Order) is { } next
        && (before is not { Watched: true } || ExpectedOrchestration.NextLook(before) != next)
            ? AddAsync(change.Order.Id, next, looks: 0, cancellationToken)
            : Task.CompletedTask;

    /// <inheritdoc/>
    public Order Noted(OrderChange change) => change.Order with { Watched = true };

    /// <summary>What is due up to now, the oldest hours first.</summary>
    public async IAsyncEnumerable<DueLook> ListAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = Partition(now) + "~";
        await foreach (var row in tables.Indexes.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {Prefix} and PartitionKey lt {end}"), cancellationToken: cancellationToken))
            yield return new DueLook(row.PartitionKey, row.RowKey, row.GetInt32(LooksColumn) ?? 0);
    }

    /// <summary>Has the order looked at again.</summary>
    /// <param name="look">The look that it was.</param>
    /// <param name="at">UTC.</param>
    /// <param name="looks">How often it was looked at in vain.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task PutOffAsync(DueLook look, DateTimeOffset at, int looks, CancellationToken cancellationToken)
    {
        await AddAsync(look.OrderId, at, looks, cancellationToken);
        if (look.Partition != Partition(at))
            await RemoveAsync(look, cancellationToken);
    }

    /// <summary>Takes an entry out.</summary>
    public Task RemoveAsync(DueLook look, CancellationToken cancellationToken) =>
        tables.Indexes.DeleteEntityAsync(look.Partition, look.OrderId, cancellationToken: cancellationToken);

    private Task AddAsync(string orderId, DateTimeOffset at, int looks, CancellationToken cancellationToken)
    {
        var entry = new TableEntity(Partition(at), orderId) { [LooksColumn] = looks };
        return tables.Indexes.UpsertEntityAsync(entry, TableUpdateMode.Replace, cancellationToken);
    }

    private static string Partition(DateTimeOffset at) => Prefix + at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}

/// <summary>An order that is to be looked at.</summary>
/// <param name="Partition">Where its entry stands.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Looks">How often it was looked at in vain.</param>
public sealed record DueLook(string Partition, string OrderId, int Looks);
