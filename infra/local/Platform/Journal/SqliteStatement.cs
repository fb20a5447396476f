using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatPay.Local.Journal;

/// <summary>A prepared statement of one connection, for hot paths: binds and reads values without boxing, and allocates only the
/// strings and blobs that are read. Not thread-safe; parameters count from 1, columns from 0.</summary>
public sealed class SqliteStatement : IDisposable
{
    private const int MaxOnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The SQL is not valid.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement With(int at, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, at, value));
        return this;
    }

    public SqliteStatement With(int at, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, at));
            return this;
        }

        Span<byte> stack = stackalloc byte[MaxOnStack];
        if (!Encoding.UTF8.TryGetBytes(value, stack, out var length))
            Check(raw.sqlite3_bind_text(_statement, at, value));
        else if (length == 0)
            Check(raw.sqlite3_bind_text(_statement, at, string.Empty));
        else
            Check(raw.sqlite3_bind_text(_statement, at, stack[..length]));
        return this;
    }

    public SqliteStatement With(int at, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, at, value));
        return this;
    }

    /// <summary>Runs the statement to completion.</summary>
    /// <exception cref="SqliteException">The statement failed, and changed nothing.</exception>
    public void Run()
    {
        while (Next())
        {
        }
    }

    /// <summary>Advances to the next row; after the last one the statement can be bound again.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public bool Next()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        Reset();
        if (code != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(code, _database);
        return false;
    }

    /// <summary>Discards the remaining rows.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

#pragma warning disable CA1720 // SQLite's own name.
    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);
#pragma warning restore CA1720

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(code, _database);
    }
}
