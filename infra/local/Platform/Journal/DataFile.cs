using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatPay.Local.Journal;

/// <summary>What can be told of a data file from outside, before SQLite opens it and sets right what it takes for a crash's
/// traces.</summary>
internal static class DataFile
{
    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    /// <summary>The sentence that a start ends with.</summary>
    public static PlatformException Unreadable(string path, string reason, Exception? e = null) => new(
        $"The data file {path} cannot be read ({reason.TrimEnd('.')}): start with --fresh, or with --data and another folder.", e);

    /// <exception cref="IOException">The file is nothing that can be opened without loss.</exception>
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

    /// <summary>Whether closing the last connection writes the log into the file, as it does at first.</summary>
    public static void CheckpointOnClose(this SqliteConnection connection, bool on) =>
        raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, on ? 0 : 1, out _);

    /// <summary>Whether SQLite says that the file itself is wrong, not what was asked of it.</summary>
    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}
