using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Tables.Entities;
using ChatPay.Local.Tables.Protocol;
using ChatPay.Local.Tables.Queries;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Tables;

/// <summary>Tables and entities in the data file. A change that throws <see cref="TableFault"/> has no effect.</summary>
internal sealed class TableStore(SqliteJournal journal, LocalClock clock)
{
    private readonly EntityStamps _stamps = new(journal, clock);

    public DateTimeOffset Now => clock.GetUtcNow();

    public Task CreateTableAsync(string name) => journal.WriteAsync(connection =>
    {
        if (connection.Execute("INSERT INTO tables (name) VALUES ($1) ON CONFLICT DO NOTHING", name) == 0)
            throw TableFault.TableAlreadyExists();
    });

    public Task DeleteTableAsync(string name) => journal.WriteAsync(connection =>
    {
        var id = FindTable(connection, name) ?? throw TableFault.ResourceNotFound();
        connection.Execute("DELETE FROM entities WHERE table_id = $1", id);
        connection.Execute("DELETE FROM tables WHERE id = $1", id);
    });

    public List<string> ListTables(string from) => journal.Read(connection => connection.Query(
        "SELECT name FROM tables WHERE name >= $1 ORDER BY name", row => row.GetString(0), from));

    public string? ServiceProperties() => journal.Read(connection => (string?)connection.Scalar("SELECT properties FROM service"));

    /// <param name="change">Returns the new text for the old, which is null at first.</param>
    public Task SetServicePropertiesAsync(Func<string?, string> change) => journal.WriteAsync(connection =>
    {
        var properties = change((string?)connection.Scalar("SELECT properties FROM service"));
        connection.Execute("DELETE FROM service");
        connection.Execute("INSERT INTO service VALUES ($1)", properties);
    });

    public StoredEntity? Find(string table, string partitionKey, string rowKey) =>
        journal.Read(connection => Find(connection, table, partitionKey, rowKey).Entity);

    /// <summary>Applies a change.</summary>
    /// <returns>The new timestamp; 0 after a deletion.</returns>
    public async Task<long> ApplyAsync(EntityChange change)
    {
        var made = (Stamp: 0L, Refusal: (TableFault?)null);
        await journal.WriteSurelyAsync(connection =>
        {
            // A refused change has written nothing, so nothing needs to be undone.
            try { made = (Apply(connection, change), null); }
            catch (TableFault refusal) { made = (0, refusal); }
        });
        return made.Refusal is null ? made.Stamp : throw made.Refusal;
    }

    /// <summary>Applies all changes, or none, and reports the one that failed.</summary>
    /// <returns>The new timestamp of each; 0 after a deletion.</returns>
    public Task<long[]> ApplyAsync(IReadOnlyList<EntityChange> changes) => journal.WriteAsync(connection =>
    {
        var stamps = new long[changes.Count];
        for (var i = 0; i < stamps.Length; i++)
        {
            try
            {
                stamps[i] = Apply(connection, changes[i]);
            }
            catch (Exception e)
            {
                _stamps.Undone();
                if (e is TableFault fault)
                    throw fault.At(i);
                throw;
            }
        }

        return stamps;
    });

    /// <summary>Reads in key order until the page is full, the range ends, or <paramref name="scanLimit"/> entities were
    /// scanned.</summary>
    public EntityPage Query(EntityQuery query, int scanLimit) => journal.Read(connection =>
    {
        var from = query.From ?? query.Range.Low;
        var rows = connection
            .Bare("SELECT pk, rk, stamp, properties FROM entities WHERE table_id = ?1 AND (pk, rk) >= (?2, ?3) ORDER BY pk, rk")
            .With(1, Table(connection, query.Table)).With(2, from.PartitionKey).With(3, from.RowKey);
        var page = new EntityPage(query, scanLimit);
        while (rows.Next())
        {
            if (page.Take(new(rows.Text(0), rows.Text(1), rows.Integer(2), rows.Blob(3).ToArray())))
                continue;
            rows.Reset();
            break;
        }

        return page;
    });

    private long Apply(SqliteConnection connection, EntityChange change)
    {
        if (change.Kind == ChangeKind.Insert)
            return Insert(connection, change);
        var (table, found) = Find(connection, change.Table, change.PartitionKey, change.RowKey);
        if (found is null && change.IfMatch is not null)
            throw TableFault.ResourceNotFound();
        if (found is not null && change.IfMatch is { } tag && !EntityTag.Matches(tag, found.Stamp))
            throw TableFault.UpdateConditionNotSatisfied();

        if (change.Kind == ChangeKind.Delete)
        {
            connection.Bare("DELETE FROM entities WHERE table_id = ?1 AND pk = ?2 AND rk = ?3")
                .With(1, table).With(2, change.PartitionKey).With(3, change.RowKey).Run();
            return 0;
        }

        var properties = change.Body!.Properties;
        if (change.Kind == ChangeKind.Merge && found is not null)
        {
            properties = found.Parse();
            foreach (var (name, value) in change.Body.Properties)
                properties[name] = value;
            EntityRules.CheckProperties(change.PartitionKey, change.RowKey, properties);
        }

        var stamp = _stamps.Next(connection);
        connection.Bare("INSERT OR REPLACE INTO entities VALUES (?1, ?2, ?3, ?4, CAST(?5 AS TEXT))")
            .With(1, table).With(2, change.PartitionKey).With(3, change.RowKey).With(4, stamp).With(5, EntityBody.Write(properties)).Run();
        return stamp;
    }

    private long Insert(SqliteConnection connection, EntityChange change)
    {
        var stamp = _stamps.Next(connection);
        var insert = connection
            .Bare(
                "INSERT INTO entities SELECT id, ?2, ?3, ?4, CAST(?5 AS TEXT) FROM tables WHERE name = ?1 ON CONFLICT DO NOTHING "
                    + "RETURNING 1")
            .With(1, change.Table)
            .With(2, change.PartitionKey)
            .With(3, change.RowKey)
            .With(4, stamp)
            .With(5, EntityBody.Write(change.Body!.Properties));
        var inserted = insert.Next();
        insert.Reset();
        if (inserted)
            return stamp;
        Table(connection, change.Table);
        throw TableFault.EntityAlreadyExists();
    }

    /// <summary>Finds the table, and the entity if it exists.</summary>
    private static (long Table, StoredEntity? Entity) Find(SqliteConnection connection, string table, string partitionKey, string rowKey)
    {
        var row = connection.Bare(
            """
            SELECT t.id, e.stamp, e.properties FROM tables t
            LEFT JOIN entities e ON e.table_id = t.id AND e.pk = ?2 AND e.rk = ?3 WHERE t.name = ?1
            """)
            .With(1, table).With(2, partitionKey).With(3, rowKey);
        if (!row.Next())
            throw TableFault.TableNotFound();
        var found = (row.Integer(0), row.IsNull(1) ? null : new StoredEntity(partitionKey, rowKey, row.Integer(1), row.Blob(2).ToArray()));
        row.Reset();
        return found;
    }

    private static long Table(SqliteConnection connection, string name) => FindTable(connection, name) ?? throw TableFault.TableNotFound();

    private static long? FindTable(SqliteConnection connection, string name)
    {
        var row = connection.Bare("SELECT id FROM tables WHERE name = ?1").With(1, name);
        if (!row.Next())
            return null;
        var id = row.Integer(0);
        row.Reset();
        return id;
    }
}
