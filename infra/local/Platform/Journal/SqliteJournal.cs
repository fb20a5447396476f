using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Journal;

/// <summary>
/// One SQLite file with one writer. Writes are queued, gathered into one transaction (as many as came in while the last one
/// was synced), and acknowledged after its commit: <c>journal_mode=WAL</c>, <c>synchronous=FULL</c>. Reads run beside it
/// on connections of their own and see the last commit.
/// </summary>
public sealed class SqliteJournal : IAsyncDisposable
{
    private const int LargestTransaction = 512;

    /// <summary>A file up to this size is looked through for damage when it is opened, in some tenths of a second at most.</summary>
    private const long LargestChecked = 64 * 1024 * 1024;

    private readonly Channel<Write> _queue = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly SqliteConnection _writer;
    private readonly string _path;
    private readonly Task _loop;
    private long _commits;
    private volatile bool _closed;

    private SqliteJournal(string path, SqliteConnection writer)
    {
        _path = path;
        _writer = writer;
        // The loop outlives the work, if any, in which the file was opened.
        using (ExecutionContext.SuppressFlow())
            _loop = Task.Run(WriteLoop);
    }

    /// <summary>Transactions committed since the file was opened.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Opens the file, or makes it with <paramref name="schema"/>.</summary>
    /// <param name="path">The file; its folder is made when missing.</param>
    /// <param name="version">The version of the schema, kept in the file (<c>user_version</c>), at least 1.</param>
    /// <param name="schema">The statements that make an empty file.</param>
    /// <exception cref="PlatformException">The file is damaged, or of another version; it is left as it was.</exception>
    public static SqliteJournal Open(string path, int version, string schema)
    {
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            connection = Connect(path);
            Prepare(connection, path, version, schema);
            return new SqliteJournal(path, connection);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw new PlatformException(
                $"The data file {path} cannot be read ({e.Message.TrimEnd('.')}): start with --fresh, or with --data and another folder.", e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    private static void Prepare(SqliteConnection connection, string path, int version, string schema)
    {
        // Nothing is written before the file is known to be whole and of this version.
        var found = Convert.ToInt32(connection.Scalar("PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (found != 0 && found != version)
        {
            throw new PlatformException(
                $"The data file {path} has version {found}, and this build reads version {version}: start with --fresh, or with --data and another folder.");
        }

        if (new FileInfo(path).Length <= LargestChecked && connection.Scalar("PRAGMA quick_check(1)") is not "ok")
            throw new IOException("it is damaged");
        connection.Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        if (found == 0)
            connection.Run($"BEGIN IMMEDIATE; {schema}; PRAGMA user_version={version}; COMMIT;");
    }

    /// <summary>Runs <paramref name="work"/> in the next transaction and completes when that is on disk. An exception undoes
    /// this work alone and is thrown here.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work)
    {
        var result = default(T)!;
        await WriteAsync(connection => { result = work(connection); });
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteConnection> work)
    {
        var write = new Write(work);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(write), this);
        return write.Done.Task;
    }

    /// <summary>Reads what is committed. Safe from any thread.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_readers.TryTake(out var connection))
            connection = Connect(_path);
        try
        {
            return query(connection);
        }
        finally
        {
            _readers.Add(connection);
            if (_closed)
                CloseReaders();
        }
    }

    /// <summary>Commits what is queued, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        var first = _queue.Writer.TryComplete();
        await _loop;
        _closed = true;
        CloseReaders();
        if (first)
            await _writer.DisposeAsync();
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        connection.Run("PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON;");
        return connection;
    }

    private async Task WriteLoop()
    {
        var batch = new List<Write>(LargestTransaction);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestTransaction && _queue.Reader.TryRead(out var write))
                batch.Add(write);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Write> batch)
    {
        try
        {
            _writer.Prepared("BEGIN IMMEDIATE").ExecuteNonQuery();
            foreach (var write in batch)
                Apply(write);
            _writer.Prepared("COMMIT").ExecuteNonQuery();
        }
#pragma warning disable CA1031 // The loop goes on whatever happens: a writer that died would leave every later caller waiting.
        catch (Exception e)
#pragma warning restore CA1031
        {
            try { _writer.Run("ROLLBACK"); }
            catch (SqliteException) { /* The failed statement had ended the transaction. */ }
            foreach (var write in batch)
                write.Done.TrySetException(new IOException($"Nothing was written to {_path}: {e.Message}", e));
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

    private void Apply(Write write)
    {
        _writer.Prepared("SAVEPOINT work").ExecuteNonQuery();
        try
        {
            write.Work(_writer);
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to the one who asked for this work.
        catch (Exception e)
#pragma warning restore CA1031
        {
            write.Failure = e;
            _writer.Prepared("ROLLBACK TO work").ExecuteNonQuery();
        }

        _writer.Prepared("RELEASE work").ExecuteNonQuery();
    }

    private sealed class Write(Action<SqliteConnection> work)
    {
        public Action<SqliteConnection> Work { get; } = work;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; set; }
    }
}
