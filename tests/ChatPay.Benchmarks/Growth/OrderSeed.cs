using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ChatPay.Benchmarks.Growth;

/// <summary>Copies orders within the tables' file, while it is not in use: a million in a minute or two, where the table service
/// would take an hour. A copy equals its original, under another id.</summary>
internal sealed class OrderSeed : IDisposable
{
    private const int Digits = 7;
    private readonly SqliteConnection _connection;

    /// <param name="file">The data file of the table service.</param>
    public OrderSeed(string file)
    {
        _connection = Open(file);
        Run("PRAGMA synchronous=OFF");
        Run("PRAGMA cache_size=-262144");
    }

    /// <summary>Reads the rows of all tables that name an order.</summary>
    public static PlayedOrder Read(string file, string orderId)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT name, pk, rk, stamp, CAST(properties AS TEXT) FROM entities JOIN tables ON id = table_id WHERE instr(pk || rk, $id)";
        command.Parameters.AddWithValue("$id", orderId);
        using var reader = command.ExecuteReader();
        var rows = new List<PlayedRow>();
        while (reader.Read())
            rows.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4)));
        return new PlayedOrder(orderId, rows);
    }

    /// <summary>Copies an order a number of times.</summary>
    /// <param name="orderId">An order in this file.</param>
    /// <param name="count">The number of copies.</param>
    /// <param name="which">The rows to copy: <c>orders</c> is the order itself, the others are a table and a partition prefix. The
    /// last match is copied; earlier ones are hints that the order has left behind.</param>
    public void Copy(string orderId, int count, params string[] which) => Copy(Read(_connection.DataSource, orderId), count, which);

    /// <summary>As above, for an order that was already read.</summary>
    public void Copy(PlayedOrder order, int count, params string[] which)
    {
        Run("BEGIN");
        foreach (var row in which.Select(order.Last))
        {
            using var insert = _connection.CreateCommand();
            insert.CommandText =
                "INSERT INTO entities SELECT id, $pk, $rk, $stamp, CAST($properties AS TEXT) FROM tables WHERE name = $name";
            var (pk, rk) = (insert.Parameters.Add("$pk", SqliteType.Text), insert.Parameters.Add("$rk", SqliteType.Text));
            var properties = insert.Parameters.Add("$properties", SqliteType.Text);
            insert.Parameters.AddWithValue("$stamp", row.Stamp);
            insert.Parameters.AddWithValue("$name", row.Table);
            insert.Prepare();
            for (var i = 0; i < count; i++)
            {
                var id = order.Id[..^Digits] + i.ToString("D7", CultureInfo.InvariantCulture);
                rk.Value = row.RowKey.Replace(order.Id, id, StringComparison.Ordinal);
                pk.Value = row.Table == "duepayouts"
                    ? ShardOf(row.PartitionKey, id)
                    : row.PartitionKey.Replace(order.Id, id, StringComparison.Ordinal);
                properties.Value = row.Properties.Replace(order.Id, id, StringComparison.Ordinal);
                insert.ExecuteNonQuery();
            }
        }

        Run("COMMIT");
    }

    public void Dispose() => _connection.Dispose();

    // Like the app's sharding of an hour's payouts.
    private static string ShardOf(string partition, string orderId) =>
        $"{partition[..^1]}{orderId.Aggregate(17u, (hash, c) => unchecked((hash * 31) + c)) % 8}";

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>An order, and the rows that name it.</summary>
internal sealed record PlayedOrder(string Id, IReadOnlyList<PlayedRow> Rows)
{
    /// <summary>The last of the matching rows.</summary>
    public PlayedRow Last(string which) =>
        Rows.Where(row => row.Is(which)).MaxBy(row => row.PartitionKey, StringComparer.Ordinal)
        ?? throw new InvalidOperationException($"The order {Id} has no row in {which}.");
}

/// <summary>A row of the tables.</summary>
internal sealed record PlayedRow(string Table, string PartitionKey, string RowKey, long Stamp, string Properties)
{
    /// <summary>Whether it matches <c>orders</c>, or a table and a partition prefix.</summary>
    public bool Is(string which) => which.Split(':') is [var table, var prefix]
        ? Table == table && PartitionKey.StartsWith(prefix, StringComparison.Ordinal)
        : Table == which && RowKey == "order";
}
