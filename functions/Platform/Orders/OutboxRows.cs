using System.Runtime.ExceptionServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The outbox of one order: read as a whole, and updated in one transaction.</summary>
internal static class OutboxRows
{
    // The service's limit per transaction.
    private const int MaxActions = 100;

    /// <summary>All rows, oldest first.</summary>
    public static async Task<List<Opened>> ListAsync(ChatPayTables tables, string orderId, CancellationToken cancellationToken)
    {
        var rows = new List<Opened>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Orders, orderId, OrderRows.Outbox, cancellationToken))
            rows.Add(new Opened(row.RowKey, row.ETag, Documents.FromRow<OutboxRow>(row)));
        return rows;
    }

    /// <summary>The order and all rows of its outbox, oldest first, in one request. The order is null when there is none.</summary>
    public static async Task<(StoredOrder? Order, List<Opened> Rows)> OpenAsync(
        ChatPayTables tables, string orderId, CancellationToken cancellationToken)
    {
        // The order's own row sorts just before its outbox.
        var (first, end) = (OrderRows.State, OrderRows.Outbox + "~");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {orderId} and RowKey ge {first} and RowKey lt {end}");
        StoredOrder? order = null;
        var rows = new List<Opened>();
        await foreach (var row in tables.Orders.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (row.RowKey == OrderRows.State)
                order = new StoredOrder(Documents.FromRow<Order>(row), row.ETag);
            else if (row.RowKey.StartsWith(OrderRows.Outbox, StringComparison.Ordinal))
                rows.Add(new Opened(row.RowKey, row.ETag, Documents.FromRow<OutboxRow>(row)) { WrittenAt = row.Timestamp });
        }

        return (order, rows);
    }

    /// <summary>The rows that a commit has just written.</summary>
    public static List<Opened> Of(IReadOnlyDictionary<string, OutboxRow> written) =>
        [.. written.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => new Opened(row.Key, ETag.All, row.Value))];

    /// <summary>Cancels a late trigger that is no longer needed. If it arrives all the same, it finds nothing.</summary>
    public static async Task TakeBackAsync(Queues queues, long? late, CancellationToken cancellationToken)
    {
        try
        {
            if (late is { } number)
                await queues.TakeBackAsync(Queues.OutboxTriggers, number, cancellationToken);
        }
#pragma warning disable CA1031 // All is done: this must not cause a redelivery.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // It will arrive.
        }
    }

    /// <summary>Deletes the rows that are done, and saves the progress of the others.</summary>
    public static async Task SaveAsync(ChatPayTables tables, string orderId, IEnumerable<Opened> rows, CancellationToken cancellationToken)
    {
        foreach (var some in rows.Where(r => r.IsDone || r.HasChanged).Chunk(MaxActions))
        {
            try
            {
                await tables.Orders.SubmitTransactionAsync(some.Select(r => ActionOf(orderId, r)), cancellationToken);
            }
            catch (TableTransactionFailedException e) when (e.Status is 404 or 412)
            {
                // Another delivery has done some of them too: each one separately, then; what is gone is done.
                foreach (var row in some)
                    await SaveAsync(tables, orderId, row, cancellationToken);
            }
        }
    }

    /// <summary>Throws the exception that decides about redelivery: transient failures take precedence.</summary>
    public static void Throw(IReadOnlyCollection<Exception> failures)
    {
        if ((failures.FirstOrDefault(OutageBackoff.Passes) ?? failures.FirstOrDefault()) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private static async Task SaveAsync(ChatPayTables tables, string orderId, Opened row, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Orders.SubmitTransactionAsync([ActionOf(orderId, row)], cancellationToken);
        }
        catch (TableTransactionFailedException e) when (e.Status == 404 || (e.Status == 412 && !row.IsDone))
        {
            // It is gone, or the other delivery's update stands: what only this one has published is published again.
        }
    }

    private static TableTransactionAction ActionOf(string orderId, Opened row) => row.IsDone
        ? new(TableTransactionActionType.Delete, new TableEntity(orderId, row.Key), ETag.All)
        : new(TableTransactionActionType.UpdateReplace, Documents.ToRow(orderId, row.Key, row.Row), row.Tag);

    /// <summary>A row while it is being dispatched.</summary>
    public sealed class Opened(string key, ETag tag, OutboxRow asRead)
    {
        public string Key { get; } = key;

        public ETag Tag { get; } = tag;

        public OutboxRow Row { get; set; } = asRead;

        public bool IsDone { get; set; }

        /// <summary>When it was written, UTC; null when it was not read.</summary>
        public DateTimeOffset? WrittenAt { get; init; }

        /// <summary>Whether its own commit's triggers have failed to dispatch it.</summary>
        public bool IsLeft(DateTimeOffset now) => !IsDone && WrittenAt is { } at && !OutboxTrigger.IsFresh(at, now);

        public bool HasChanged => !ReferenceEquals(Row, AsRead);

        private OutboxRow AsRead { get; } = asRead;
    }
}
