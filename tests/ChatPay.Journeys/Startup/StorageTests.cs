using System.Net;
using Azure.Data.Tables;
using ChatPay.Journeys.Crash;
using ChatPay.Local;
using ChatPay.Local.Clock;
using ChatPay.Local.Emulation;
using ChatPay.Local.Tables.Azurite;

namespace ChatPay.Journeys.Startup;

/// <summary>The platform on another table service.</summary>
public sealed class StorageTests
{
    [Fact]
    public async Task Azurite_AsStorage_HasTheAppsTablesAndKeepsThem()
    {
        NeedAzurite();
        using var data = new ScratchFolder();
        await using (var platform = await LocalPlatform.StartAsync(On(data, "azurite")))
        {
            Assert.Equal(HttpStatusCode.OK, await HealthAsync(platform));
            await Orders(platform).AddEntityAsync(new TableEntity("ord-1", "kept"), TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(Path.Combine(data.Path, "tables.db")));
        await using (var again = await LocalPlatform.StartAsync(On(data, "azurite")))
            Assert.True(
                (
                    await Orders(again)
                        .GetEntityIfExistsAsync<TableEntity>("ord-1", "kept", cancellationToken: TestContext.Current.CancellationToken)
                ).HasValue);
        await using var fresh = await LocalPlatform.StartAsync(On(data, "azurite") with { Fresh = true });
        Assert.False(
            (
                await Orders(fresh)
                    .GetEntityIfExistsAsync<TableEntity>("ord-1", "kept", cancellationToken: TestContext.Current.CancellationToken)
            ).HasValue);
    }

    [Fact]
    public async Task ConnectionString_AsStorage_IsWhereTheAppsTablesAre()
    {
        NeedAzurite();
        using var data = new ScratchFolder();
        using var theirs = new ScratchFolder();
        await using var running = await AzuriteProcess.StartAsync(AzuritePackage.Find()!, theirs.Path);

        await using var platform = await LocalPlatform.StartAsync(On(data, running.ConnectionString));

        Assert.Equal(running.Address, platform.Tables.Address);
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(platform));
        var tables = await new TableServiceClient(running.ConnectionString)
            .QueryAsync()
            .Select(t => t.Name)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains("orders", tables);
    }

    [Fact]
    public async Task ConnectionString_WithASignature_IsShownWithoutIt()
    {
        using var data = new ScratchFolder();
        await using var folder = DataFolder.Open(data.Path, fresh: false);
        using var clock = new LocalClock();

        await using var tables = await TableStorage.StartAsync(new()
        {
            Folder = folder,
            Clock = clock,
            Ports = PlatformPorts.Of(0, 0),
            Storage = "TableEndpoint=https://shop.table.core.windows.net/;SharedAccessSignature=sv=2024-11-04&sig=secret",
        });

        Assert.Equal(new Uri("https://shop.table.core.windows.net/"), tables.Address);
    }

    [Fact]
    public async Task Storage_ThatIsNoConnectionString_IsOneSentence()
    {
        using var data = new ScratchFolder();

        OneSentence.Check(
            await LocalProgram.RunAsync("--storage", "azure", "--data", data.Path, "--port", $"{FreePorts.Row(8)}"),
            "--storage needs 'azurite' or the connection string of a table service");
    }

    private static void NeedAzurite()
    {
        if (AzuritePackage.Find() is not null)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(AzuritePackage.HowToInstall + "; in CI it must be.");
        Assert.Skip(AzuritePackage.HowToInstall + ".");
    }

    private static LocalPlatformOptions On(ScratchFolder data, string storage) =>
        new() { DataFolder = data.Path, Port = 0, TablePort = 0, TimeScale = 0, Storage = storage };

    private static TableClient Orders(LocalPlatform platform) => new(platform.Tables.ConnectionString, "orders");

    private static async Task<HttpStatusCode> HealthAsync(LocalPlatform platform)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var answer = await http.GetAsync(new Uri(platform.Address, "api/health/ready"), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
