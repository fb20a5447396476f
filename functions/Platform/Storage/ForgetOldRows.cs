using Azure;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>Rows whose life ends by itself (infra/azure/scale.md says when). What is to be forgotten is found by its keys, so that it costs
/// what is forgotten, and one query when that is nothing.</summary>
public interface IOldRows
{
    /// <summary>Forgets what is too old. What is not managed, the next time is.</summary>
    Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Each Sunday: rows that nobody needs any more are deleted.</summary>
public sealed class ForgetOldRows(IEnumerable<IOldRows> all, TimeProvider time, ILogger<ForgetOldRows> log)
{
    // Nobody waits for it: six nights in seven cost nothing.
    private const DayOfWeek Day = DayOfWeek.Sunday;

    [Function(nameof(ForgetOldRows))]
    public async Task RunAsync([TimerTrigger("%AddressPurgeSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now.UtcDateTime.DayOfWeek != Day)
            return;
        foreach (var rows in all)
        {
            try
            {
                await rows.ForgetAsync(now, cancellationToken);
            }
#pragma warning disable CA1031 // The trouble of some rows is not the others'.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(e, "Old rows of {Rows} are still there; the next Sunday tries again.", rows.GetType().Name);
            }
        }
    }
}

/// <summary>Deletes rows, a hundred of a partition in one request.</summary>
internal static class RowDeletion
{
    // What a transaction takes.
    private const int Most = 100;

    /// <summary>All that a query finds, page by page: what is gone stays so when it ends early.</summary>
    public static async Task DeleteAllAsync(TableClient table, string filter, CancellationToken cancellationToken)
    {
        await foreach (var page in KeysAsync(table, filter, cancellationToken))
            await DeleteAsync(table, page, cancellationToken);
    }

    /// <summary>Rows that are there; one that is not keeps those of its hundred from being deleted.</summary>
    public static Task DeleteAsync(TableClient table, IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        Many.ForEachAsync(
            rows.GroupBy(row => row.PartitionKey).SelectMany(partition => partition.Chunk(Most)),
            some => table.SubmitTransactionAsync(some.Select(Delete), cancellationToken));

    /// <summary>A row's deletion, whatever its version.</summary>
    public static TableTransactionAction Delete(ITableEntity row) =>
        new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All);

    private static async IAsyncEnumerable<IReadOnlyList<TableEntity>> KeysAsync(
        TableClient table, string filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];
        await foreach (var page in table.QueryAsync<TableEntity>(filter, select: keys, cancellationToken: cancellationToken).AsPages())
            yield return page.Values;
    }
}
