using System.Collections.Concurrent;
using ChatPay.Local.Clock;
using ChatPay.Local.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatPay.Local.Journal;

/// <summary>
/// One SQLite file with one writer. Writes are queued, committed in groups (as many as arrived while the last transaction was
/// synced), and acknowledged after the commit: <c>journal_mode=WAL</c>, <c>synchronous=FULL</c> (see <see cref="DiskSync"/>). Reads
/// run concurrently on their own connections and see the last commit.
/// </summary>
public sealed class SqliteJournal : IAsyncDisposable
{
    private const int LargestTransaction = 512;

    /// <summary>A file up to this size is checked for damage when opened, which takes some tenths of a second at most.</summary>
    private const long LargestChecked = 64 * 1024 * 1024;

    /// <summary>The log size, in pages, that triggers a checkpoint, which a writer waits for: rare at this size, and the log is 32
    /// MiB.</summary>
    private const int LogPages = 8192;

    private readonly WriteQueue _queue = new();
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly SqliteConnection _writer;
    private readonly string _path;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _commits;
    private long _transactions;
    private volatile bool _closed;

    private SqliteJournal(string path, SqliteConnection writer)
    {
        _path = path;
        _writer = writer;

        // A dedicated thread, because it blocks while the disk syncs. It outlives the work, if any, in which the file was opened.
        new Thread(WriteLoop) { IsBackground = true, Name = $"Journal {Path.GetFileName(path)}" }.UnsafeStart();
    }

    /// <summary>Transactions committed since the file was opened.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Transactions begun, committed or not; running work sees the number of its own.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Opens the file, or creates it with <paramref name="schema"/>.</summary>
    /// <param name="path">The file; its folder is created when missing.</param>
    /// <param name="version">The version of the schema, kept in the file (<c>user_version</c>), at least 1.</param>
    /// <param name="schema">The statements that create an empty file.</param>
    /// <exception cref="PlatformException">The file is damaged, or of another version; it is left unchanged.</exception>
    public static SqliteJournal Open(string path, int version, string schema)
    {
        SqliteConnection? connection = null;
        var hadLog = File.Exists(path + "-wal");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            DataFile.Demand(path);
            connection = Connect(path);
            connection.CheckpointOnClose(false);
            Prepare(connection, path, version, schema);
            connection.CheckpointOnClose(true);
            return new SqliteJournal(path, connection);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            Leave(connection, path, hadLog);
            throw DataFile.Unreadable(
                path,
                e is SqliteException { SqliteErrorCode: var code } ? $"SQLite says {raw.sqlite3_errstr(code).utf8_to_string()}" : e.Message,
                e);
        }
        catch
        {
            Leave(connection, path, hadLog);
            throw;
        }
    }

    /// <summary>Closes the file unchanged, with the log that it had.</summary>
    private static void Leave(SqliteConnection? connection, string path, bool hadLog)
    {
        connection?.Dispose();
        if (connection is null || hadLog)
            return;
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    private static void Prepare(SqliteConnection connection, string path, int version, string schema)
    {
        // Nothing is written before the file is known to be intact and of this version.
        var found = Convert.ToInt32(connection.Scalar("PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (found != 0 && found != version)
        {
            throw new PlatformException(
                $"The data file {path} has version {found}, and this build reads version {version}: start with --fresh, or with --data "
                    + "and another folder.");
        }

        // In a larger file SQLite finds a bad header and a missing end here, and a bad page when it is first read.
        if (new FileInfo(path).Length <= LargestChecked && connection.Scalar("PRAGMA quick_check(1)") is not "ok")
            throw new IOException("it is damaged");
        if (found == 0 && connection.Scalar("SELECT name FROM sqlite_master LIMIT 1") is not null)
            throw new IOException("it is another program's");
        connection.Run(
            $"PRAGMA journal_mode=WAL; PRAGMA synchronous={(DiskSync.IsOn ? "FULL" : "OFF")}; PRAGMA fullfsync=ON; PRAGMA "
                + $"checkpoint_fullfsync=ON; PRAGMA wal_autocheckpoint={LogPages};");
        if (found == 0)
            connection.Run($"BEGIN IMMEDIATE; {schema}; PRAGMA user_version={version}; COMMIT;");
    }

    /// <summary>Runs <paramref name="work"/> in the next transaction and completes when that is on disk. An exception undoes only
    /// this work, and is thrown here.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work)
    {
        var result = default(T)!;
        await WriteAsync(connection => { result = work(connection); });
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteConnection> work) => WriteAsync(new Write(work, mayFail: true));

    /// <summary>As <see cref="WriteAsync(Action{SqliteConnection})"/>, for work that fails only when the disk does: it gets no
    /// savepoint of its own. If it fails anyway, the transaction is rolled back and repeated with savepoints, so the work must
    /// tolerate running twice.</summary>
    public Task WriteSurelyAsync(Action<SqliteConnection> work) => WriteAsync(new Write(work, mayFail: false));

    private Task WriteAsync(Write write)
    {
        var busy = WorkTracker.Busy();
        if (_queue.TryAdd(write))
            return busy is null ? write.Done.Task : DoneAsync(write, busy);
        busy?.Dispose();
        throw new ObjectDisposedException(nameof(SqliteJournal));
    }

    // Counts as work until the commit: the caller is not waiting for the clock.
    private static async Task DoneAsync(Write write, IDisposable busy)
    {
        using (busy)
            await write.Done.Task;
    }

    /// <summary>Reads the committed state. Thread-safe.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_readers.TryTake(out var connection))
            connection = Connect(_path);
        var read = false;
        try
        {
            var result = query(connection);
            read = true;
            return result;
        }
        catch (SqliteException e) when (Damage(e) is { } damage)
        {
            throw damage;
        }
        finally
        {
            if (!read)
                connection.ResetStatements();
            _readers.Add(connection);
            if (_closed)
                CloseReaders();
        }
    }

    /// <summary>Commits all queued writes, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        var first = _queue.Close();
        await _over.Task;
        _closed = true;
        CloseReaders();
        if (first)
            Close(_writer);
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out var reader))
            Close(reader);
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        connection.Run("PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON;");
        return connection;
    }

    private static void Close(SqliteConnection connection)
    {
        connection.EndStatements();
        connection.Dispose();
    }

    private void WriteLoop()
    {
        var batch = new List<Write>(LargestTransaction);
        while (_queue.Take(batch, LargestTransaction))
        {
            Commit(batch);
            batch.Clear();
        }

        _over.SetResult();
    }

    private void Commit(List<Write> batch)
    {
        try
        {
            if (!TryCommit(batch, apart: false))
                TryCommit(batch, apart: true);
        }
#pragma warning disable CA1031 // The loop must survive any exception: without it every later caller would wait forever.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Undo();
            foreach (var write in batch)
                write.Done.TrySetException(Damage(e) ?? new IOException($"Nothing was written to {_path}: {e.Message}", e));
            return;
        }

        Interlocked.Increment(ref _commits);
        foreach (var write in batch)
        {
            if (write.Failure is { } failure)
                write.Done.TrySetException(failure);
            else
                write.Done.TrySetResult();
        }
    }

    /// <returns>False when the transaction was rolled back because work that should not fail did; never with
    /// <paramref name="apart"/>.</returns>
    private bool TryCommit(List<Write> batch, bool apart)
    {
        Interlocked.Increment(ref _transactions);
        _writer.Bare("BEGIN IMMEDIATE").Run();
        foreach (var write in batch)
        {
            write.Failure = null;
            if (apart || write.MayFail)
                ApplyApart(write);
            else if (!ApplySurely(write))
                return false;
        }

        _writer.Bare("COMMIT").Run();
        return true;
    }

    private bool ApplySurely(Write write)
    {
        try
        {
            write.Work(_writer);
            return true;
        }
#pragma warning disable CA1031 // Any exception is the caller's; the caller gets it from the second attempt.
        catch (Exception)
#pragma warning restore CA1031
        {
            _writer.ResetStatements();
            Undo();
            return false;
        }
    }

    private void ApplyApart(Write write)
    {
        _writer.Bare("SAVEPOINT work").Run();
        try
        {
            write.Work(_writer);
        }
#pragma warning disable CA1031 // Any exception is the caller's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // A full disk or a damaged page may roll back the whole transaction, and then fails the other writes too.
            if (raw.sqlite3_get_autocommit(_writer.Handle) != 0)
                throw;
            _writer.ResetStatements();
            write.Failure = Damage(e) ?? e;
            _writer.Bare("ROLLBACK TO work").Run();
        }

        _writer.Bare("RELEASE work").Run();
    }

    private Exception? Damage(Exception e) =>
        e is SqliteException damage && DataFile.IsDamage(damage) ? DataFile.Unreadable(_path, "it is damaged", e) : null;

    private void Undo()
    {
        try { _writer.Run("ROLLBACK"); }
        catch (SqliteException) { /* The failed statement had ended the transaction. */ }
    }
}
