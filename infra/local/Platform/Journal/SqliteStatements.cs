using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Journal;

/// <summary>Short forms for SQLite statements; a prepared statement is kept with its connection.</summary>
public static class SqliteStatements
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Kept = [];
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteStatement>> KeptBare = [];

    /// <summary>The statement prepared once for this connection, for paths where a command's own cost shows.</summary>
    public static SqliteStatement Bare(this SqliteConnection connection, string sql)
    {
        var statements = KeptBare.GetOrCreateValue(connection);
        if (!statements.TryGetValue(sql, out var statement))
            statements.Add(sql, statement = new SqliteStatement(connection, sql));
        return statement;
    }

    /// <summary>Leaves the rows that statements of <see cref="Bare"/> were in the middle of when something went wrong: such a statement can
    /// be neither bound nor run again, and holds on to the state of the file that it reads.</summary>
    public static void ResetStatements(this SqliteConnection connection)
    {
        if (!KeptBare.TryGetValue(connection, out var statements))
            return;
        foreach (var statement in statements.Values)
            statement.Reset();
    }

    /// <summary>Lets go of the statements of <see cref="Bare"/>: a connection that has some left does not close.</summary>
    public static void EndStatements(this SqliteConnection connection)
    {
        if (!KeptBare.TryGetValue(connection, out var statements))
            return;
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
    }

    /// <summary>The statement prepared once for this connection. Parameters are named $1, $2, … in the order given.</summary>
    public static SqliteCommand Prepared(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var commands = Kept.GetOrCreateValue(connection);
        if (!commands.TryGetValue(sql, out var command))
        {
#pragma warning disable CA2100 // Statements are constants of this assembly; values go in as parameters.
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

    /// <summary>The first column of the first row; null when there is none.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Prepared(sql, values).ExecuteScalar() is var value && value is DBNull ? null : value;

    /// <summary>Each row, read by <paramref name="read"/>.</summary>
    public static List<T> Query<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = connection.Prepared(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs one or more statements without keeping them.</summary>
    public static void Run(this SqliteConnection connection, string sql)
    {
#pragma warning disable CA2100
        using var command = connection.CreateCommand();
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
