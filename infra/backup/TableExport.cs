using System.Collections.Concurrent;
using Azure.Data.Tables;
using ChatPay.Functions.Platform.Storage;

namespace ChatPay.Backup;

/// <summary>Copies the app's tables into files. The orchestrations are left out: the app starts them again from its tables.</summary>
public sealed class TableExport(TableServiceClient service, TimeProvider time)
{
    /// <summary>Exports all tables, several at a time. Nothing is written to them.</summary>
    /// <param name="folder">An empty folder, or one that is not there yet.</param>
    /// <param name="cancellationToken">Stops; the folder then has no complete export.</param>
    /// <exception cref="BackupException">The folder is in use.</exception>
    public async Task<ExportedTables> RunAsync(string folder, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(folder);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            throw new BackupException($"{folder} is not empty.");

        var begun = time.GetUtcNow();
        var rows = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            new ChatPayTables(service).All,
            cancellationToken,
            async (table, token) => rows[table.Name] = await ExportAsync(table.Name, folder, token));
        var exported = new ExportedTables(
            begun, time.GetUtcNow(), rows.OrderBy(r => r.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
        await exported.WriteAsync(folder, cancellationToken);
        return exported;
    }

    private async Task<int> ExportAsync(string table, string folder, CancellationToken cancellationToken)
    {
        var count = 0;
        await using var file = PrivateFiles.Create(ExportedTables.FileOf(folder, table));
        await foreach (var row in service.GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            await file.WriteLineAsync(RowText.Of(row).AsMemory(), cancellationToken);
            count++;
        }

        return count;
    }
}
