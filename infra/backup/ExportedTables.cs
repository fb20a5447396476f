using System.Text.Json;

namespace ChatPay.Backup;

/// <summary>What a complete export contains. It is written last: without it the files are not complete.</summary>
/// <param name="Begun">When the first row was read, UTC.</param>
/// <param name="Ended">When the last row was read, UTC.</param>
/// <param name="Rows">The number of rows of each table.</param>
public sealed record ExportedTables(DateTimeOffset Begun, DateTimeOffset Ended, IReadOnlyDictionary<string, int> Rows)
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };

    /// <summary>The file of a table's rows, one a line.</summary>
    public static string FileOf(string folder, string table) => Path.Combine(folder, table + ".jsonl");

    /// <exception cref="BackupException">The export was interrupted, or there is none.</exception>
    public static async Task<ExportedTables> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(FileIn(folder)))
            throw new BackupException($"There is no complete export in {folder}: export.json is missing.");
        return JsonSerializer.Deserialize<ExportedTables>(await File.ReadAllTextAsync(FileIn(folder), cancellationToken), Form)!;
    }

    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        await using var file = PrivateFiles.Create(FileIn(folder));
        await file.WriteAsync(JsonSerializer.Serialize(this, Form).AsMemory(), cancellationToken);
    }

    private static string FileIn(string folder) => Path.Combine(folder, "export.json");
}
