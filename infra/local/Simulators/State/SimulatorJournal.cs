using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatPay.Local.Journal;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.Simulators.State;

/// <summary>A simulator's data file: documents by kind, timers, webhooks.</summary>
internal static class SimulatorJournal
{
    private const int Version = 1;
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private const string Schema = """
        CREATE TABLE documents (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL, id TEXT NOT NULL, parent TEXT NOT NULL, body TEXT NOT NULL,
            UNIQUE (kind, id));
        CREATE INDEX documents_by_parent ON documents (kind, parent, number);
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE agenda (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, due INTEGER NOT NULL);
        CREATE TABLE webhooks (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            owner TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL,
            transmission TEXT NOT NULL, created INTEGER NOT NULL,
            state TEXT NOT NULL, attempts INTEGER NOT NULL, answer INTEGER);
        CREATE INDEX webhooks_by_id ON webhooks (owner, id);
        """;

    /// <exception cref="PlatformException">The file cannot be read.</exception>
    public static async Task<SqliteJournal> OpenAsync(string path, DateTimeOffset now)
    {
        var journal = SqliteJournal.Open(path, Version, Schema);
        await journal.WriteAsync(connection => { connection.Setting("salt", () => now.UtcTicks.ToString(CultureInfo.InvariantCulture)); });
        return journal;
    }

    /// <summary>The next id of this file: random-looking, but the same history gives the same ids.</summary>
    public static string NextId(this SqliteConnection connection, int length = 17)
    {
        connection.Execute("INSERT INTO counters VALUES ('id', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1");
        var number = Convert.ToInt64(connection.Scalar("SELECT value FROM counters WHERE name = 'id'"), CultureInfo.InvariantCulture);
        var hash = SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{connection.Setting("salt")}:{number}")));
        return string.Create(
            length,
            hash,
            static (text, bytes) =>
            {
                for (var i = 0; i < text.Length; i++)
                    text[i] = Alphabet[bytes[i] % Alphabet.Length];
            });
    }

    public static string? Setting(this SqliteConnection connection, string name) =>
        (string?)connection.Scalar("SELECT value FROM settings WHERE name = $1", name);

    /// <summary>Returns a setting, which the first caller creates.</summary>
    public static string Setting(this SqliteConnection connection, string name, Func<string> first)
    {
        if (connection.Setting(name) is { } found)
            return found;

        var value = first();
        connection.Execute("INSERT INTO settings VALUES ($1, $2)", name, value);
        return value;
    }
}
