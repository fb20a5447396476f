using Azure.Core;
using Azure.Data.Tables;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Tables.Direct;
using ChatPay.Local.Tables.Protocol;
using ChatPay.Local.Web;

namespace ChatPay.Local.Tables;

/// <summary>
/// A table service on one SQLite file that speaks the Table REST protocol of Azure Storage (2019-02-02, JSON) on loopback, for
/// the official clients. A change is acknowledged when it is on disk.
/// </summary>
public sealed class TableService : IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
        CREATE TABLE entities (
          table_id INTEGER NOT NULL, pk TEXT NOT NULL, rk TEXT NOT NULL,
          stamp INTEGER NOT NULL, properties TEXT NOT NULL,
          PRIMARY KEY (table_id, pk, rk)) WITHOUT ROWID;
        CREATE TABLE last (stamp INTEGER NOT NULL);
        INSERT INTO last VALUES (0);
        CREATE TABLE service (properties TEXT NOT NULL)
        """;

    private readonly SqliteJournal _journal;
    private readonly LoopbackServer _server;
    private readonly TableExchange _exchange;
    private readonly DirectTransport _direct;
    private volatile bool _hasStopped;

    private TableService(SqliteJournal journal, LoopbackServer server, TableExchange exchange, LocalClock clock)
    {
        _journal = journal;
        _server = server;
        _exchange = exchange;
        _direct = new DirectTransport(exchange, clock, () => _hasStopped);
        Address = new Uri(server.Address, EmulatorAccount.Name);
        ConnectionString = EmulatorAccount.ConnectionString(Address);
    }

    /// <summary>The endpoint, with the account in its path: <c>http://127.0.0.1:10002/devstoreaccount1</c>.</summary>
    public Uri Address { get; }

    /// <summary>The connection string for <c>new TableServiceClient(…)</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>As <see cref="TableServiceOptions.RoundTrip"/>; can be set later, so that it does not slow the app's start.</summary>
    public TimeSpan RoundTrip
    {
        get => _exchange.RoundTrip;
        set => _exchange.RoundTrip = value;
    }

    /// <summary>The transactions committed since the start; several writes may share one.</summary>
    public long Commits => _journal.Commits;

    /// <exception cref="PlatformException">The port is in use, or the data file cannot be read.</exception>
    public static async Task<TableService> StartAsync(TableServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var journal = SqliteJournal.Open(options.DataFile, version: 2, Schema);
        try
        {
            // Changes touch many pages: a larger cache saves rereading them.
            await journal.WriteAsync(connection => connection.Run("PRAGMA cache_size=-32768"));
#pragma warning disable RS0030 // Clients outside the platform sign with the machine's time.
            var sharedKey = new SharedKey(options.Clock, TimeProvider.System);
#pragma warning restore RS0030
            var exchange = new TableExchange(new TableStore(journal, options.Clock), sharedKey, options);
            var server = await LoopbackServer.StartAsync("table service", options.Port, options.Clock, exchange.AnswerAsync);
            return new TableService(journal, server, exchange, options.Clock);
        }
        catch
        {
            await journal.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a handler for a client in this process that uses the same protocol without a socket.</summary>
    public HttpMessageHandler CreateHandler() => _server.CreateHandler();

    /// <summary>Creates an official client that calls the service within this process, with the whole protocol except the
    /// signature.</summary>
    /// <param name="options">The client's options; the transport is replaced.</param>
    public TableServiceClient CreateClient(TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Transport = _direct;
        // As on Azure the client sends a token, and does so over TLS only. The token is not used.
        var address = new UriBuilder(Address) { Scheme = Uri.UriSchemeHttps }.Uri;
        return new TableServiceClient(address, new NoCredential(), options);
    }

    public async ValueTask DisposeAsync()
    {
        _hasStopped = true;
        await _server.DisposeAsync();
        await _journal.DisposeAsync();
    }

    private sealed class NoCredential : TokenCredential
    {
        private static readonly AccessToken Token = new("none", new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero));

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(Token);
    }
}
