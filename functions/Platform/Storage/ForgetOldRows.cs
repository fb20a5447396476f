using Azure;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Storage;

/// <summary>Rows with a limited lifetime (infra/azure/scale.md lists them). Expired rows are found by their keys, so that it costs
/// only what is deleted, and one query when there is nothing.</summary>
public interface IOldRows
{
    /// <summary>Deletes the expired rows. What fails is left for the next time.</summary>
    Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Each Sunday: deletes expired rows.</summary>
public sealed class ForgetOldRows(IEnumerable<IOldRows> all, TimeProvider time, ILogger<ForgetOldRows> log)
{
    // It is not urgent: six nights in seven cost nothing.
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
#pragma warning disable CA1031 // A failure for some rows must not affect the others.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(e, "Old rows of {Rows} are still there; the next Sunday tries again.", rows.GetType().Name);
            }
        }
    }
}

/// <summary>Deletes rows, a hundred of a partition per request.</summary>
internal static class RowDeletion
{
    // The limit of a transaction.
    private const int Most = 100;

    /// <summary>Deletes everything that a query finds, page by page: an early end keeps what was deleted.</summary>
    public static async Task DeleteAllAsync(TableClient table, string filter, CancellationToken cancellationToken)
    {
        await foreach (var page in KeysAsync(table, filter, cancellationToken))
            await DeleteAsync(table, page, cancellationToken);
    }

    /// <summary>Deletes existing rows; one that is missing prevents the deletion of its hundred.</summary>
    public static Task DeleteAsync(TableClient table, IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        Many.ForEachAsync(
            rows.GroupBy(row => row.PartitionKey).SelectMany(partition => partition.Chunk(Most)),
            some => table.SubmitTransactionAsync(some.Select(Delete), cancellationToken));

    /// <summary>The action that deletes a row, whatever its version.</summary>
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
