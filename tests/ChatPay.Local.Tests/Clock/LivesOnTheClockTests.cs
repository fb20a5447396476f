using System.Security.Cryptography.X509Certificates;
using Azure.Data.Tables;
using ChatPay.Local.Clock;
using ChatPay.Local.Journal;
using ChatPay.Local.Simulators.PayPal.Webhooks;
using ChatPay.Local.Tables;
using ChatPay.Local.Vault;

namespace ChatPay.Local.Tests.Clock;

/// <summary>Everything that expires does so by the platform's clock, never by the machine's. (Tokens: Identity; locks: ServiceBus;
/// deletion dates: Vault; time-outs of calls: <see cref="RestTests"/>.)</summary>
public sealed class LivesOnTheClockTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatpay-");
    private readonly LocalClock _clock = new(
        new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero) });

    public void Dispose()
    {
        _clock.Dispose();
        _data.Delete(recursive: true);
    }

    // The client signs the machine's date, which the service must accept although its own clock was moved.
    [Fact]
    public async Task TableClient_AfterAJumpOfYears_IsStillLetIn()
    {
        await using var tables = await TableService.StartAsync(
            new() { DataFile = Path.Combine(_data.FullName, "tables.db"), Clock = _clock });
        var client = new TableServiceClient(tables.ConnectionString);
        await client.CreateTableAsync("orders", TestContext.Current.CancellationToken);
        await _clock.AdvanceAsync(TimeSpan.FromDays(3 * 365));

        await client.GetTableClient("orders").AddEntityAsync(new TableEntity("a", "b"), TestContext.Current.CancellationToken);

        var entity = (
            await client
                .GetTableClient("orders")
                .GetEntityAsync<TableEntity>("a", "b", cancellationToken: TestContext.Current.CancellationToken)
        ).Value;
        Assert.Equal(_clock.GetUtcNow(), entity.Timestamp!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task VaultClient_AfterAJumpOfYears_IsStillLetIn()
    {
        await using var vault = await VaultService.StartAsync(
            new() { DataFile = Path.Combine(_data.FullName, "vault.db"), Clock = _clock });
        var client = vault.CreateClient();
        await client.SetSecretAsync("kyc-1", "value", TestContext.Current.CancellationToken);
        await _clock.AdvanceAsync(TimeSpan.FromDays(3 * 365));

        var updated = await client.SetSecretAsync("kyc-1", "again", TestContext.Current.CancellationToken);

        Assert.Equal(_clock.GetUtcNow(), updated.Value.Properties.CreatedOn!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task SigningCertificate_AfterAJumpOfYears_IsStillValid()
    {
        await using var journal = SqliteJournal.Open(
            Path.Combine(_data.FullName, "paypal.db"),
            1,
            "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
        using var certificates = await SigningCertificates.OpenAsync(journal, _clock.GetUtcNow());
        await _clock.AdvanceAsync(TimeSpan.FromDays(3 * 365));
        using var root = X509Certificate2.CreateFromPem(certificates.RootPem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _clock.GetUtcNow().UtcDateTime;

        Assert.True(
            chain.Build(certificates.LeafAt(_clock.GetUtcNow())),
            string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation)));
    }
}
