using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Journal;

/// <summary>Shorthands for SQLite statements; prepared statements are cached with their connection.</summary>
public static class SqliteStatements
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Kept = [];
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteStatement>> KeptBare = [];

    /// <summary>Returns the statement, prepared once for this connection, for paths where the overhead of a command matters.</summary>
    public static SqliteStatement Bare(this SqliteConnection connection, string sql)
    {
        var statements = KeptBare.GetOrCreateValue(connection);
        if (!statements.TryGetValue(sql, out var statement))
            statements.Add(sql, statement = new SqliteStatement(connection, sql));
        return statement;
    }

    /// <summary>Resets statements of <see cref="Bare"/> that an error has left on a row: such a statement can be neither bound nor
    /// run again, and pins the snapshot that it reads.</summary>
    public static void ResetStatements(this SqliteConnection connection)
    {
        if (!KeptBare.TryGetValue(connection, out var statements))
            return;
        foreach (var statement in statements.Values)
            statement.Reset();
    }

    /// <summary>Finalizes the statements of <see cref="Bare"/>: until then the connection does not close.</summary>
    public static void EndStatements(this SqliteConnection connection)
    {
        if (!KeptBare.TryGetValue(connection, out var statements))
            return;
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
    }

    /// <summary>Returns the command, prepared once for this connection. Parameters are named $1, $2, … in the order given.</summary>
    public static SqliteCommand Prepared(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var commands = Kept.GetOrCreateValue(connection);
        if (!commands.TryGetValue(sql, out var command))
        {
#pragma warning disable CA2100 // Statements are constants of this assembly; values are passed as parameters.
            command = connection.CreateCommand();
            command.CommandText = sql;
#pragma warning restore CA2100
            commands.Add(sql, command);
        }

        command.Parameters.Clear();
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        return command;
    }

    /// <summary>Runs a statement and returns the number of rows changed.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Prepared(sql, values).ExecuteNonQuery();

    /// <summary>Returns the first column of the first row; null when there is none.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Prepared(sql, values).ExecuteScalar() is var value && value is DBNull ? null : value;

    /// <summary>Returns each row, converted by <paramref name="read"/>.</summary>
    public static List<T> Query<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = connection.Prepared(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs one or more statements without caching them.</summary>
    public static void Run(this SqliteConnection connection, string sql)
    {
#pragma warning disable CA2100
        using var command = connection.CreateCommand();
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
