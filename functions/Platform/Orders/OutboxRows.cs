using System.Runtime.ExceptionServices;
using Azure;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The outbox of one order: read whole, and what was done with it written in one transaction.</summary>
internal static class OutboxRows
{
    // The service's limit of a transaction.
    private const int MaxActions = 100;

    /// <summary>All of them, oldest first.</summary>
    public static async Task<List<Opened>> ListAsync(ChatPayTables tables, string orderId, CancellationToken cancellationToken)
    {
        var rows = new List<Opened>();
        await foreach (var row in ChatPayTables.WithPrefix(tables.Orders, orderId, OrderRows.Outbox, cancellationToken))
            rows.Add(new Opened(row.RowKey, row.ETag, Documents.FromRow<OutboxRow>(row)));
        return rows;
    }

    /// <summary>Deletes the rows that are done, and keeps how far the others have come.</summary>
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
                // Another delivery has done some of them too. Each by itself, then: what is gone is done.
                foreach (var row in some)
                    await SaveAsync(tables, orderId, row, cancellationToken);
            }
        }
    }

    /// <summary>Throws what decides whether the message comes again: what can pass before what cannot.</summary>
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
            // It is gone, or the other delivery's word stands: what only this one has told is told once more.
        }
    }

    private static TableTransactionAction ActionOf(string orderId, Opened row) => row.IsDone
        ? new(TableTransactionActionType.Delete, new TableEntity(orderId, row.Key), ETag.All)
        : new(TableTransactionActionType.UpdateReplace, Documents.ToRow(orderId, row.Key, row.Row), row.Tag);

    /// <summary>A row, while it is carried out.</summary>
    public sealed class Opened(string key, ETag tag, OutboxRow asRead)
    {
        public string Key { get; } = key;

        public ETag Tag { get; } = tag;

        public OutboxRow Row { get; set; } = asRead;

        public bool IsDone { get; set; }

        public bool HasChanged => !ReferenceEquals(Row, AsRead);

        private OutboxRow AsRead { get; } = asRead;
    }
}
