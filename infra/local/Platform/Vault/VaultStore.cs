using System.Globalization;
using System.Security.Cryptography;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Vault;

/// <summary>The secrets in the data file, with states that change by the platform's clock.</summary>
internal sealed class VaultStore(SqliteJournal journal, LocalClock clock, SealedValues values, int recoverableDays)
{
    public int RecoverableDays => recoverableDays;

    /// <summary>How long a deletion, a recovery or a purge takes from now on.</summary>
    public TimeSpan Settling { get; set; }

    /// <summary>Turns on overwriting of deleted data, and removes expired secrets.</summary>
    public async Task OpenAsync()
    {
        await journal.WriteAsync(connection =>
        {
            connection.Run("PRAGMA secure_delete=ON");
            RemoveExpired(connection);
        });
        if (!TryCutLog())
            throw new PlatformException(
                "Another program reads the vault's data file, so what was erased may still lie in its log: end it, and start again.");
    }

    /// <exception cref="VaultFault">The value was changed in the file, or belongs to another secret.</exception>
    public string ValueOf(SecretVersion secret)
    {
        try
        {
            return values.Open(secret.Sealed, secret.Place);
        }
        catch (CryptographicException)
        {
            throw VaultFault.Unreadable(secret.Name);
        }
    }

    public Task<SecretVersion> SetAsync(string name, string value, SecretAttributes attributes) =>
        journal.WriteAsync(connection =>
        {
            // In this order: time passes in between, and a name that is free by now must also be removed.
            DemandFree(connection, name, orActive: true);
            RemoveExpired(connection);
            var version = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            SecretRows.Insert(
                connection,
                new SecretVersion(name, version, attributes, Now, Now, values.Seal(value, SecretVersion.SealedAt(name, version))));
            return SecretRows.Find(connection, name, version)!;
        });

    public Task<SecretVersion> UpdateAsync(string name, string? version, SecretAttributes change) => journal.WriteAsync(connection =>
    {
        var found = FindActive(connection, name, version);
        connection.Execute(
            """
            UPDATE versions SET enabled = COALESCE($1, enabled), not_before = COALESCE($2, not_before), expires = COALESCE($3, expires),
              content_type = COALESCE($4, content_type), tags = COALESCE($5, tags), updated = $6
            WHERE version = $7 AND secret_id = (SELECT id FROM secrets WHERE name = $8)
            """,
            change.Enabled, change.NotBefore, change.Expires, change.ContentType, SecretRows.Tags(change), Now, found.Version, name);
        return SecretRows.Find(connection, name, found.Version)!;
    });

    public SecretVersion Get(string name, string? version) => journal.Read(connection => FindActive(connection, name, version));

    public SecretVersion GetDeleted(string name) =>
        journal.Read(connection =>
            StateOf(connection, name) == SecretState.Deleted
                ? SecretRows.Find(connection, name, null)!
                : throw VaultFault.DeletedNotFound(name));

    public Task<SecretVersion> DeleteAsync(string name) => journal.WriteAsync(connection =>
    {
        RemoveExpired(connection);
        DemandState(connection, name, SecretState.Active, VaultFault.NotFound);
        var purge = clock.GetUtcNow().AddDays(recoverableDays).ToUnixTimeSeconds();
        connection.Execute("UPDATE secrets SET deleted = $1, purge = $2, settles = $3 WHERE name = $4", Now, purge, Settled, name);
        return SecretRows.Find(connection, name, null)!;
    });

    public Task<SecretVersion> RecoverAsync(string name) => journal.WriteAsync(connection =>
    {
        DemandState(connection, name, SecretState.Deleted, VaultFault.DeletedNotFound);
        connection.Execute("UPDATE secrets SET deleted = NULL, purge = NULL, settles = $1 WHERE name = $2", Settled, name);
        return SecretRows.Find(connection, name, null)!;
    });

    /// <summary>Removes the secret and erases its bytes from all files.</summary>
    /// <exception cref="VaultFault">The secret is removed, but its bytes may still be in the log.</exception>
    public async Task PurgeAsync(string name)
    {
        await journal.WriteAsync(connection =>
        {
            DemandState(connection, name, SecretState.Deleted, VaultFault.DeletedNotFound);
            connection.Execute("DELETE FROM versions WHERE secret_id = (SELECT id FROM secrets WHERE name = $1)", name);
            connection.Execute("UPDATE secrets SET settles = $1 WHERE name = $2", Settled, name);
            RemoveExpired(connection);
        });
        if (!TryCutLog())
            throw VaultFault.TraceLeft();
    }

    public List<SecretVersion> List(bool deleted, string after, int count) =>
        journal.Read(connection => SecretRows.List(connection, deleted, after, count, Now, NowMilliseconds));

    public List<SecretVersion> ListVersions(string name, string after, int count) => journal.Read(connection =>
    {
        FindActive(connection, name, null);
        return SecretRows.Versions(connection, name, after, count);
    });

    /// <returns>Everything about the secret, sealed with this vault's key.</returns>
    public byte[] Backup(string name) => journal.Read(connection =>
    {
        FindActive(connection, name, null);
        return SecretBackup.Seal(SecretRows.All(connection, name), values);
    });

    /// <returns>The latest version.</returns>
    public Task<SecretVersion> RestoreAsync(byte[] backup) => journal.WriteAsync(connection =>
    {
        var versions = SecretBackup.Open(backup, values);
        var name = versions[0].Name;
        DemandFree(connection, name, orActive: false);
        RemoveExpired(connection);
        foreach (var version in versions)
            SecretRows.Insert(connection, version);
        return SecretRows.Find(connection, name, null)!;
    });

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    private long NowMilliseconds => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long Settled => (clock.GetUtcNow() + Settling).ToUnixTimeMilliseconds();

    private void RemoveExpired(SqliteConnection connection) => connection.Execute(
        "DELETE FROM secrets WHERE purge <= $1 OR (settles <= $2 AND id NOT IN (SELECT secret_id FROM versions))", Now, NowMilliseconds);

    // The log still holds the old pages: a checkpoint writes the overwritten ones into the file and truncates the log. Its first
    // column tells whether a reader blocked it, for whom it has waited as long as for any lock.
    private bool TryCutLog() =>
        Convert.ToInt64(journal.Read(connection => connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)")), CultureInfo.InvariantCulture)
        == 0;

    private SecretVersion FindActive(SqliteConnection connection, string name, string? version) =>
        (StateOf(connection, name) == SecretState.Active ? SecretRows.Find(connection, name, version) : null)
        ?? throw VaultFault.NotFound(version is null ? name : $"{name}/{version}");

    private void DemandFree(SqliteConnection connection, string name, bool orActive)
    {
        var state = StateOf(connection, name);
        if (state == SecretState.None || (orActive && state == SecretState.Active))
            return;
        throw Underway(state) ?? (state == SecretState.Deleted ? VaultFault.DeletedButRecoverable(name) : VaultFault.AlreadyThere(name));
    }

    private void DemandState(SqliteConnection connection, string name, SecretState demanded, Func<string, VaultFault> otherwise)
    {
        var state = StateOf(connection, name);
        if (state != demanded)
            throw Underway(state) ?? otherwise(name);
    }

    private static VaultFault? Underway(SecretState state) => state switch
    {
        SecretState.BeingDeleted or SecretState.BeingPurged => VaultFault.BeingDeleted(),
        SecretState.BeingRecovered => VaultFault.BeingRecovered(),
        _ => null,
    };

    private SecretState StateOf(SqliteConnection connection, string name) => connection.Query(
        """
        SELECT deleted IS NOT NULL, purge IS NOT NULL AND purge <= $2, settles > $3, EXISTS (SELECT 1 FROM versions WHERE secret_id = id)
        FROM secrets WHERE name = $1
        """,
        row => (Deleted: row.GetBoolean(0), Expired: row.GetBoolean(1), Underway: row.GetBoolean(2), HasVersions: row.GetBoolean(3)) switch
        {
            { Expired: true } or { HasVersions: false, Underway: false } => SecretState.None,
            { HasVersions: false } => SecretState.BeingPurged,
            { Deleted: true } secret => secret.Underway ? SecretState.BeingDeleted : SecretState.Deleted,
            var secret => secret.Underway ? SecretState.BeingRecovered : SecretState.Active,
        },
        name, Now, NowMilliseconds).FirstOrDefault();
}
