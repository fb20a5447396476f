using System.Text.Json;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Vault;

/// <summary>The tables of <c>vault.db</c>, and queries for versions.</summary>
internal static class SecretRows
{
    public const int Version = 2;

    /// <summary>A secret is deleted while <c>deleted</c> is set; until <c>settles</c> (milliseconds) its last change is in progress.
    /// A secret without versions is being purged, and keeps its name until then.</summary>
    public const string Schema = """
        CREATE TABLE secrets (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, deleted INTEGER, purge INTEGER,
          settles INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE versions (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          secret_id INTEGER NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
          version TEXT NOT NULL, value BLOB NOT NULL, content_type TEXT,
          enabled INTEGER NOT NULL, not_before INTEGER, expires INTEGER,
          created INTEGER NOT NULL, updated INTEGER NOT NULL, tags TEXT,
          UNIQUE (secret_id, version));
        CREATE TABLE key_check (sealed BLOB NOT NULL)
        """;

    private const string Select =
        """
        SELECT s.name, v.version, v.enabled, v.not_before, v.expires, v.content_type, v.tags, v.created, v.updated, v.value, s.deleted, s.purge
        FROM secrets s JOIN versions v ON v.secret_id = s.id
        """;

    /// <summary>Finds a version of a secret; the latest when none is given.</summary>
    public static SecretVersion? Find(SqliteConnection connection, string name, string? version) =>
        connection
            .Query($"{Select} WHERE s.name = $1 AND ($2 IS NULL OR v.version = $2) ORDER BY v.number DESC LIMIT 1", Read, name, version)
            .FirstOrDefault();

    /// <summary>All versions, oldest first.</summary>
    public static List<SecretVersion> All(SqliteConnection connection, string name) =>
        connection.Query($"{Select} WHERE s.name = $1 ORDER BY v.number", Read, name);

    /// <summary>The latest version of each secret, by name, after <paramref name="after"/>.</summary>
    public static List<SecretVersion> List(
        SqliteConnection connection,
        bool deleted,
        string after,
        int count,
        long now,
        long nowMilliseconds) =>
        connection.Query(
            $"""
            {Select}
            WHERE v.number = (SELECT max(number) FROM versions WHERE secret_id = s.id)
              AND (s.deleted IS NOT NULL) = $1 AND (s.purge IS NULL OR s.purge > $2) AND s.settles <= $3 AND s.name > $4
            ORDER BY s.name LIMIT $5
            """,
            Read, deleted, now, nowMilliseconds, after, count);

    public static List<SecretVersion> Versions(SqliteConnection connection, string name, string after, int count) => connection.Query(
        $"{Select} WHERE s.name = $1 AND v.version > $2 ORDER BY v.version LIMIT $3", Read, name, after, count);

    public static void Insert(SqliteConnection connection, SecretVersion secret)
    {
        connection.Execute("INSERT INTO secrets (name) VALUES ($1) ON CONFLICT DO NOTHING", secret.Name);
        connection.Execute(
            """
            INSERT INTO versions (secret_id, version, value, content_type, enabled, not_before, expires, created, updated, tags)
            SELECT id, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM secrets WHERE name = $1
            """,
            secret.Name, secret.Version, secret.Sealed, secret.Attributes.ContentType, secret.Attributes.Enabled ?? true,
            secret.Attributes.NotBefore, secret.Attributes.Expires, secret.Created, secret.Updated, Tags(secret.Attributes));
    }

    public static string? Tags(SecretAttributes attributes) => attributes.Tags is { } tags ? JsonSerializer.Serialize(tags) : null;

    private static SecretVersion Read(SqliteDataReader row)
    {
        long? Number(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var attributes = new SecretAttributes(
            row.GetBoolean(2),
            Number(3),
            Number(4),
            Text(5),
            Text(6) is { } tags ? JsonSerializer.Deserialize<Dictionary<string, string>>(tags) : null);
        return new SecretVersion(
            row.GetString(0),
            row.GetString(1),
            attributes,
            row.GetInt64(7),
            row.GetInt64(8),
            row.GetFieldValue<byte[]>(9))
        {
            Deleted = Number(10) is { } at ? (at, row.GetInt64(11)) : null,
        };
    }
}
