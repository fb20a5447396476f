using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ChatPay.Benchmarks.Growth;

/// <summary>Copies orders within the file of the tables, while nobody has it open: a million in a minute or two, where the table service
/// would take an hour. A copy is what its order is, under another id.</summary>
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

    /// <summary>The rows that name an order, of whatever table.</summary>
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

    /// <summary>Copies an order so many times.</summary>
    /// <param name="orderId">It is in this file.</param>
    /// <param name="count">How often.</param>
    /// <param name="which">Which of its rows: <c>orders</c> is the order itself, the others are a table and what a partition begins
    /// with. Of several that begin so, the last: the others are hints that the order has left behind.</param>
    public void Copy(string orderId, int count, params string[] which) => Copy(Read(_connection.DataSource, orderId), count, which);

    /// <summary>The same of one that was read.</summary>
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

    // As the app divides an hour's payouts.
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
    /// <summary>The last of the rows that are meant.</summary>
    public PlayedRow Last(string which) =>
        Rows.Where(row => row.Is(which)).MaxBy(row => row.PartitionKey, StringComparer.Ordinal)
        ?? throw new InvalidOperationException($"The order {Id} has no row in {which}.");
}

/// <summary>A row of the tables.</summary>
internal sealed record PlayedRow(string Table, string PartitionKey, string RowKey, long Stamp, string Properties)
{
    /// <summary>Whether it is meant by <c>orders</c>, or by a table and what its partition begins with.</summary>
    public bool Is(string which) => which.Split(':') is [var table, var prefix]
        ? Table == table && PartitionKey.StartsWith(prefix, StringComparison.Ordinal)
        : Table == which && RowKey == "order";
}
