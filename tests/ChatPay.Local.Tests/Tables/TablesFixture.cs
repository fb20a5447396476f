using System.Security.Cryptography;
using Azure.Data.Tables;
using ChatPay.Local.Clock;
using ChatPay.Local.Tables;
using ChatPay.Local.Tests.Tables;

[assembly: AssemblyFixture(typeof(TablesFixture))]

namespace ChatPay.Local.Tests.Tables;

/// <summary>The table service that the suite runs against: this platform's, or the one that CHATPAY_TEST_TABLES names by its
/// connection string (Azurite, or a storage account).</summary>
public sealed class TablesFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-tables-");
    private readonly LocalClock _clock = new();
    private TableService? _service;

    public string ConnectionString { get; private set; } = "";

    /// <summary>False against another service, which may be laxer than the real one.</summary>
    public bool IsOurs => _service is not null;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CHATPAY_TEST_TABLES") is { Length: > 0 } other)
        {
            ConnectionString = other;
            return;
        }

        _service = await TableService.StartAsync(new TableServiceOptions
        {
            DataFile = Path.Combine(_folder.FullName, "tables.db"),
            Clock = _clock,
            Port = 0,
        });
        ConnectionString = _service.ConnectionString;
    }

    public TableServiceClient Service() => new(ConnectionString, FastToFail());

    /// <summary>A table of its own for one test.</summary>
    public async Task<TableClient> TableAsync()
    {
        var table = Service().GetTableClient(NewName());
        await table.CreateAsync(TestContext.Current.CancellationToken);
        return table;
    }

    public static string NewName() => "T" + Convert.ToHexString(RandomNumberGenerator.GetBytes(10));

    public static TableClientOptions FastToFail()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }
}
