using System.Security.Cryptography;
using System.Text.Json;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Vault;

/// <summary>Secrets in the data file. A deleted secret stays recoverable for 90 days of the platform's clock.</summary>
internal sealed class VaultStore(SqliteJournal journal, LocalClock clock, SealedValues values)
{
    public const int RecoverableDays = 90;

    private const string Columns =
        "s.name, v.version, v.enabled, v.not_before, v.expires, v.content_type, v.tags, v.created, v.updated, v.value, s.deleted, s.purge";

    public string ValueOf(SecretVersion secret) => values.Open(secret.Sealed, secret.Place);

    public Task<SecretVersion> SetAsync(string name, string value, SecretAttributes attributes) => journal.WriteAsync(connection =>
    {
        PurgeExpired(connection);
        if (Latest(connection, name, deleted: true) is not null)
            throw VaultFault.DeletedButRecoverable(name);

        connection.Execute("INSERT INTO secrets (name) VALUES ($1) ON CONFLICT DO NOTHING", name);
        var version = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        connection.Execute(
            """
            INSERT INTO versions (secret_id, version, value, content_type, enabled, not_before, expires, created, updated, tags)
            SELECT id, $2, $3, $4, $5, $6, $7, $8, $8, $9 FROM secrets WHERE name = $1
            """,
            name, version, values.Seal(value, SecretVersion.SealedAt(name, version)), attributes.ContentType, attributes.Enabled ?? true,
            attributes.NotBefore, attributes.Expires, Now, Tags(attributes));
        return Find(connection, name, version)!;
    });

    public Task<SecretVersion> UpdateAsync(string name, string? version, SecretAttributes change) => journal.WriteAsync(connection =>
    {
        var found = Find(connection, name, version) ?? throw VaultFault.NotFound(name);
        connection.Execute(
            """
            UPDATE versions SET enabled = COALESCE($1, enabled), not_before = COALESCE($2, not_before), expires = COALESCE($3, expires),
              content_type = COALESCE($4, content_type), tags = COALESCE($5, tags), updated = $6
            WHERE version = $7 AND secret_id = (SELECT id FROM secrets WHERE name = $8)
            """,
            change.Enabled, change.NotBefore, change.Expires, change.ContentType, Tags(change), Now, found.Version, name);
        return Find(connection, name, found.Version)!;
    });

    public SecretVersion Get(string name, string? version) =>
        journal.Read(connection => Find(connection, name, version)) ?? throw VaultFault.NotFound(name);

    public SecretVersion GetDeleted(string name) =>
        journal.Read(connection => Latest(connection, name, deleted: true)) ?? throw VaultFault.DeletedNotFound(name);

    public Task<SecretVersion> DeleteAsync(string name) => journal.WriteAsync(connection =>
    {
        PurgeExpired(connection);
        if (Latest(connection, name, deleted: false) is null)
            throw VaultFault.NotFound(name);
        var purge = clock.GetUtcNow().AddDays(RecoverableDays).ToUnixTimeSeconds();
        connection.Execute("UPDATE secrets SET deleted = $1, purge = $2 WHERE name = $3", Now, purge, name);
        return Latest(connection, name, deleted: true)!;
    });

    public Task<SecretVersion> RecoverAsync(string name) => journal.WriteAsync(connection =>
    {
        if (Latest(connection, name, deleted: true) is null)
            throw VaultFault.DeletedNotFound(name);
        connection.Execute("UPDATE secrets SET deleted = NULL, purge = NULL WHERE name = $1", name);
        return Latest(connection, name, deleted: false)!;
    });

    public Task PurgeAsync(string name) => journal.WriteAsync(connection =>
    {
        if (Latest(connection, name, deleted: true) is null)
            throw VaultFault.DeletedNotFound(name);
        connection.Execute("DELETE FROM secrets WHERE name = $1", name);
    });

    /// <summary>The latest version of each secret, by name, after <paramref name="after"/>.</summary>
    public List<SecretVersion> List(bool deleted, string after, int count) => journal.Read(connection => connection.Query(
        $"""
        SELECT {Columns} FROM secrets s JOIN versions v ON v.secret_id = s.id
        WHERE v.number = (SELECT max(number) FROM versions WHERE secret_id = s.id)
          AND (s.deleted IS NOT NULL) = $1 AND (s.purge IS NULL OR s.purge > $2) AND s.name > $3
        ORDER BY s.name LIMIT $4
        """,
        Read, deleted, Now, after, count));

    public List<SecretVersion> ListVersions(string name, string after, int count) => journal.Read(connection => connection.Query(
        $"""
        SELECT {Columns} FROM secrets s JOIN versions v ON v.secret_id = s.id
        WHERE s.name = $1 AND s.deleted IS NULL AND v.version > $2 ORDER BY v.version LIMIT $3
        """,
        Read, name, after, count));

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    private void PurgeExpired(SqliteConnection connection) => connection.Execute("DELETE FROM secrets WHERE purge <= $1", Now);

    private static SecretVersion? Find(SqliteConnection connection, string name, string? version) => connection.Query(
        $"""
        SELECT {Columns} FROM secrets s JOIN versions v ON v.secret_id = s.id
        WHERE s.name = $1 AND s.deleted IS NULL AND ($2 IS NULL OR v.version = $2) ORDER BY v.number DESC LIMIT 1
        """,
        Read, name, version).FirstOrDefault();

    private SecretVersion? Latest(SqliteConnection connection, string name, bool deleted) => connection.Query(
        $"""
        SELECT {Columns} FROM secrets s JOIN versions v ON v.secret_id = s.id
        WHERE s.name = $1 AND (s.deleted IS NOT NULL) = $2 AND (s.purge IS NULL OR s.purge > $3) ORDER BY v.number DESC LIMIT 1
        """,
        Read, name, deleted, Now).FirstOrDefault();

    private static string? Tags(SecretAttributes attributes) => attributes.Tags is { } tags ? JsonSerializer.Serialize(tags) : null;

    private static SecretVersion Read(SqliteDataReader row)
    {
        long? Number(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var attributes = new SecretAttributes(
            row.GetBoolean(2), Number(3), Number(4), Text(5), Text(6) is { } tags ? JsonSerializer.Deserialize<Dictionary<string, string>>(tags) : null);
        return new SecretVersion(row.GetString(0), row.GetString(1), attributes, row.GetInt64(7), row.GetInt64(8), row.GetFieldValue<byte[]>(9))
        {
            Deleted = Number(10) is { } at ? (at, row.GetInt64(11)) : null,
        };
    }
}
