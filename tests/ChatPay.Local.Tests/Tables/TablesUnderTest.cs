using System.Security.Cryptography;
using Azure.Data.Tables;

namespace ChatPay.Local.Tests.Tables;

/// <summary>A table service that the suite runs against, started by the first test that needs it.</summary>
public abstract class TablesUnderTest : IAsyncLifetime
{
    private readonly Lazy<Task<string>> _started;

    protected TablesUnderTest() => _started = new(StartAsync);

    /// <summary>The folder of its data.</summary>
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("chatpay-tables-");

    /// <returns>The connection string.</returns>
    public Task<string> ConnectionStringAsync()
    {
        SkipWhenMissing();
        return _started.Value;
    }

    public virtual async Task<TableServiceClient> ServiceAsync() => new(await ConnectionStringAsync(), FastToFail());

    /// <summary>Creates a table for one test.</summary>
    public async Task<TableClient> TableAsync()
    {
        var table = (await ServiceAsync()).GetTableClient(NewName());
        await table.CreateAsync(TestContext.Current.CancellationToken);
        return table;
    }

    /// <summary>The endpoint, with the account in its path.</summary>
    public async Task<Uri> AddressAsync() => (await ServiceAsync()).Uri;

    public static string NewName() => "T" + Convert.ToHexString(RandomNumberGenerator.GetBytes(10));

    public static TableClientOptions FastToFail()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        return options;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Skips the test, with a reason, when this service is not installed.</summary>
    protected virtual void SkipWhenMissing()
    {
    }

    protected abstract Task<string> StartAsync();

    protected abstract ValueTask StopAsync();
}
