using System.Security.Cryptography;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Local.Journal;
using ChatPay.Local.Web;

namespace ChatPay.Local.Vault;

/// <summary>
/// A vault that speaks the secrets part of the Key Vault REST contract, for the official client: challenge, versions, soft
/// delete, recovery, purge. Values are encrypted in the data file.
/// </summary>
public sealed class VaultService : IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE secrets (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, deleted INTEGER, purge INTEGER);
        CREATE TABLE versions (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          secret_id INTEGER NOT NULL REFERENCES secrets (id) ON DELETE CASCADE,
          version TEXT NOT NULL, value BLOB NOT NULL, content_type TEXT,
          enabled INTEGER NOT NULL, not_before INTEGER, expires INTEGER,
          created INTEGER NOT NULL, updated INTEGER NOT NULL, tags TEXT,
          UNIQUE (secret_id, version));
        CREATE TABLE key_check (sealed BLOB NOT NULL)
        """;

    private readonly SqliteJournal _journal;
    private readonly SealedValues _values;
    private readonly LoopbackServer _server;
    private readonly VaultExchange _exchange;
    private readonly VaultServiceOptions _options;
    private readonly string _token;

    private VaultService(
        VaultServiceOptions options, SqliteJournal journal, SealedValues values, LoopbackServer server, VaultExchange exchange, string token)
    {
        _options = options;
        _journal = journal;
        _values = values;
        _server = server;
        _exchange = exchange;
        _token = token;
        Transport = new VaultTransport(server.Address, options.Clock);
    }

    /// <summary>Where it listens; clients use <see cref="VaultUri"/>.</summary>
    public Uri Address => _server.Address;

    /// <summary>The vault's name to clients.</summary>
    public Uri VaultUri => _options.VaultUri;

    /// <summary>Brings requests for the vault's name to where it listens.</summary>
    public VaultTransport Transport { get; }

    /// <summary>The one caller that this vault lets in; new at every start.</summary>
    public TokenCredential Credential => new VaultCredential(_token);

    /// <exception cref="PlatformException">The port is in use, or the data file or its key cannot be read.</exception>
    public static async Task<VaultService> StartAsync(VaultServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var journal = SqliteJournal.Open(options.DataFile, version: 1, Schema);
        SealedValues? values = null;
        try
        {
            values = await VaultKey.OpenAsync(options.DataFile, journal);
            var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
            var exchange = new VaultExchange(new VaultStore(journal, options.Clock, values), token);
            var server = await LoopbackServer.StartAsync("vault", options.Port, options.Clock, exchange.AnswerAsync);
            return new VaultService(options, journal, values, server, exchange, token);
        }
        catch
        {
            values?.Dispose();
            await journal.DisposeAsync();
            throw;
        }
    }

    /// <summary>The official client, connected to this vault.</summary>
    public SecretClient CreateClient()
    {
        var options = new SecretClientOptions { Transport = Transport };
        options.Retry.Delay = TimeSpan.FromMilliseconds(50);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(200);
        return new SecretClient(VaultUri, Credential, options);
    }

    /// <summary>Answers the next requests with 429, as a vault does that is asked too often.</summary>
    public void Throttle(int requests) => _exchange.Throttle(requests);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _journal.DisposeAsync();
        Transport.Dispose();
        _values.Dispose();
    }
}
