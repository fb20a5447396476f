using Azure.Data.Tables;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Backup;

/// <summary>Copies exported rows into empty tables. Payouts are paused in them: what was paid since the export is due again in it, and
/// PayPal would pay it a second time.</summary>
public sealed class TableImport(TableServiceClient service, TimeProvider time)
{
    // What a transaction takes; a row has at most 1 MiB, a transaction 4.
    private const int MaxRows = 100;
    private const int MaxLength = 2 * 1024 * 1024;

    /// <summary>Imports all tables. The app must not run meanwhile.</summary>
    /// <param name="folder">A complete export.</param>
    /// <param name="cancellationToken">Stops; empty the tables before importing again.</param>
    /// <exception cref="BackupException">The export is not complete, or a table is not empty.</exception>
    public async Task<ExportedTables> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var exported = await ExportedTables.ReadAsync(folder, cancellationToken);
        var tables = new ChatPayTables(service);
        await tables.EnsureAsync(cancellationToken);
        foreach (var table in exported.Rows.Keys)
        {
            if (await HasRowsAsync(table, cancellationToken))
                throw new BackupException($"The table {table} is not empty: import into a new account, or delete the app's tables first.");
        }

        // First, so that no interruption leaves the payouts without the pause.
        var pause = new PayoutsPauseStore(tables);
        var reason = $"The tables were restored from the export of {exported.Begun:u}.";
        await pause.ChangeAsync((_, _) => PayoutsPause.Restored(reason, time.GetUtcNow()), cancellationToken);
        await Parallel.ForEachAsync(
            exported.Rows, cancellationToken, async (table, token) => await ImportAsync(table.Key, table.Value, folder, token));
        return exported;
    }

    private async Task<bool> HasRowsAsync(string table, CancellationToken cancellationToken) =>
        await service.GetTableClient(table).QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellationToken)
            .AnyAsync(cancellationToken);

    private async Task ImportAsync(string table, int expected, string folder, CancellationToken cancellationToken)
    {
        var client = service.GetTableClient(table);
        var count = 0;
        await Parallel.ForEachAsync(
            BatchesAsync(File.ReadLinesAsync(ExportedTables.FileOf(folder, table), cancellationToken)),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (rows, token) =>
            {
                Interlocked.Add(ref count, rows.Count);
                var kept = rows.Where(row => IsRestored(table, row)).ToList();
                if (kept.Count > 0)
                    await client.SubmitTransactionAsync(
                        kept.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), token);
            });
        if (count != expected)
            throw new BackupException($"The file of {table} has {count} rows, and should have {expected}: it is not whole.");
    }

    // Without that mark, the night looks for debts in all orders, and not only in those that have moved since (decision 41).
    private static bool IsRestored(string table, TableEntity row) =>
        !(table == "indexes" && row.PartitionKey == FindForgottenDebts.Partition)
        && !(table == "payoutbatches" && row.PartitionKey == PayoutsPauseStore.Partition);

    /// <summary>Rows of one partition, as many as a transaction takes. An export lists a partition's rows one after another.</summary>
    private static async IAsyncEnumerable<List<TableEntity>> BatchesAsync(IAsyncEnumerable<string> lines)
    {
        var (batch, length) = (new List<TableEntity>(), 0);
        await foreach (var line in lines)
        {
            var row = RowText.Read(line);
            var isFull = batch.Count == MaxRows || length + line.Length > MaxLength;
            if (batch.Count > 0 && (isFull || batch[0].PartitionKey != row.PartitionKey))
            {
                yield return batch;
                (batch, length) = ([], 0);
            }

            batch.Add(row);
            length += line.Length;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
