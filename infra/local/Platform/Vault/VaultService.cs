using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using ChatPay.Local.Journal;
using ChatPay.Local.Web;

namespace ChatPay.Local.Vault;

/// <summary>
/// A vault that implements the secrets part of the Key Vault REST API, for the official client: challenge, versions, soft delete,
/// recovery, purge, backup. Values are encrypted in the data file.
/// </summary>
public sealed class VaultService : IAsyncDisposable
{
    private readonly SqliteJournal _journal;
    private readonly SealedValues _values;
    private readonly VaultStore _store;
    private readonly VaultServiceOptions _options;
    private readonly string _token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    private readonly CancellationTokenSource _stop = new();
    private X509Certificate2? _certificate;
    private LoopbackServer? _server;
    private VaultTransport? _transport;

    private VaultService(VaultServiceOptions options, SqliteJournal journal, SealedValues values)
    {
        _options = options;
        _journal = journal;
        _values = values;
        _store = new VaultStore(journal, options.Clock, values, options.RecoverableDays) { Settling = options.Settling };
    }

    /// <summary>The address that it listens on; clients use <see cref="VaultUri"/>.</summary>
    public Uri Address => _server!.Address;

    /// <summary>The vault's address as clients see it.</summary>
    public Uri VaultUri => _options.VaultUri;

    /// <summary>The file of the TLS certificate, without its key; null when the vault is served without TLS.</summary>
    public string? CertificateFile => _options.CertificateFile is { } file ? VaultCertificate.PublicFile(file) : null;

    /// <summary>Routes requests for <see cref="VaultUri"/> to <see cref="Address"/>.</summary>
    public VaultTransport Transport => _transport!;

    /// <summary>The only credential that this vault accepts; new at every start.</summary>
    public TokenCredential Credential => new VaultCredential(_token);

    /// <summary>The faults to inject into later requests.</summary>
    public Faults Faults { get; } = new();

    /// <summary>How long a deletion, a recovery or a purge takes from now on; initially
    /// <see cref="VaultServiceOptions.Settling"/>.</summary>
    public TimeSpan Settling
    {
        get => _store.Settling;
        set => _store.Settling = value;
    }

    /// <exception cref="PlatformException">The port is in use, or the data file or its key cannot be read.</exception>
    public static async Task<VaultService> StartAsync(VaultServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RecoverableDays, 7);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.RecoverableDays, 90);
        var journal = SqliteJournal.Open(options.DataFile, SecretRows.Version, SecretRows.Schema);
        VaultService? vault = null;
        try
        {
            vault = new VaultService(options, journal, await VaultKey.OpenAsync(options.DataFile, journal));
            await vault._store.OpenAsync();
            await vault.ListenAsync();
            return vault;
        }
        catch
        {
            await (vault?.DisposeAsync() ?? journal.DisposeAsync());
            throw;
        }
    }

    /// <summary>Creates an official client for this vault; its retries wait on the platform's clock.</summary>
    /// <param name="each">A policy applied to every attempt of every call; null for none.</param>
    public SecretClient CreateClient(HttpPipelinePolicy? each = null)
    {
        var options = new SecretClientOptions { Transport = Transport, RetryPolicy = new RetryOnClock(_options.Clock) };
        if (each is not null)
            options.AddPolicy(each, HttpPipelinePosition.PerRetry);
        return new SecretClient(VaultUri, Credential, options);
    }

    public async ValueTask DisposeAsync()
    {
        // First ends requests held by faults, or the server would wait for them.
        await _stop.CancelAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        await _journal.DisposeAsync();
        _transport?.Dispose();
        _certificate?.Dispose();
        _values.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        _certificate = _options.CertificateFile is { } file ? VaultCertificate.Open(file, _options.Clock.GetUtcNow()) : null;
        var limit = new RequestLimit(_options.Clock, _options.RequestLimit);
        // A client in another process cannot know this run's token: it presents the thumbprint of the certificate that it was given.
        var token = _certificate?.GetCertHashString(HashAlgorithmName.SHA256) ?? _token;
        var exchange = new VaultExchange(_store, token, Faults, limit, _options.Clock, _stop.Token);
        var control = new VaultControl(Faults, _store);
        _server = await LoopbackServer.StartAsync("vault", _options.Port, _options.Clock, async http =>
        {
            if (!await control.TryAnswerAsync(http))
                await exchange.AnswerAsync(http);
        }, certificate: _certificate, isNamed: host => host.EndsWith(".vault.azure.net", StringComparison.OrdinalIgnoreCase));
        _transport = new VaultTransport(_server.Address, _options.Clock);
    }
}
