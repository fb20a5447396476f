using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatPay.Local.Journal;

/// <summary>Checks a data file before SQLite opens it and repairs what it takes for traces of a crash.</summary>
internal static class DataFile
{
    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    /// <summary>The error with which a start fails.</summary>
    public static PlatformException Unreadable(string path, string reason, Exception? e = null) => new(
        $"The data file {path} cannot be read ({reason.TrimEnd('.')}): start with --fresh, or with --data and another folder.", e);

    /// <exception cref="IOException">The file cannot be opened without losing data.</exception>
    public static void Demand(string path)
    {
        var log = path + "-wal";
        if (Directory.Exists(path))
            throw new IOException("it is a folder");
        var file = new FileInfo(path);
        if (file.Exists && file.IsReadOnly)
            throw new IOException("it is read-only");
        // SQLite deletes the log of a file with nothing in it.
        if ((!file.Exists || file.Length == 0) && new FileInfo(log) is { Exists: true, Length: > 0 })
            throw new IOException(file.Exists ? $"it is empty, but its log {log} is not" : $"it is missing, but its log {log} is there");
        WriteAheadLog.Demand(log);
    }

    /// <summary>Sets whether closing the last connection checkpoints the log, as it does by default.</summary>
    public static void CheckpointOnClose(this SqliteConnection connection, bool on) =>
        raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, on ? 0 : 1, out _);

    /// <summary>Whether SQLite reports that the file itself is damaged, rather than an error in the request.</summary>
    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}
