using Azure.Data.Tables;
using ChatPay.Backup;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Shared.Storage;

/// <summary>What is exported is imported as it was, except that payouts wait for an operator.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-backup-");
    private LocalStores _from = null!;
    private LocalStores _to = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_from, _to) = (await LocalStores.StartAsync(), await LocalStores.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Rows_OfEveryTableAndType_AreTheSameAfterwards()
    {
        foreach (var table in _from.Tables.All)
            await table.AddEntityAsync(new TableEntity("one", "row") { ["Doc"] = table.Name }, Cancelled);
        await _from.Tables.Orders.AddEntityAsync(
            new TableEntity("types", "with 'quotes' and ü")
            {
                ["Text"] = "line\n\"quoted\" \u2028 \ud83c\udffa",
                ["Empty"] = "",
                ["Flag"] = true,
                ["Small"] = int.MinValue,
                ["Large"] = long.MaxValue,
                ["Fraction"] = 0.1,
                ["Whole"] = 3.0,
                ["None"] = double.NaN,
                ["At"] = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddTicks(1),
                ["Id"] = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
                ["Bytes"] = new byte[] { 0, 255, 10 },
            },
            Cancelled);
        // More rows than a transaction takes, more partitions than one, and more text than a transaction takes.
        foreach (var i in Enumerable.Range(0, 250))
            await _from.Tables.Events.AddEntityAsync(new TableEntity($"seller-{i / 120}", $"{i:D4}") { ["Doc"] = "x" }, Cancelled);
        foreach (var i in Enumerable.Range(0, 6))
            await _from.Tables.Conversations.AddEntityAsync(Large("long", $"{i}"), Cancelled);

        var exported = await ExportAsync();
        await ImportAsync();

        Assert.Equal(250 + 1, exported.Rows["events"]);
        foreach (var (before, after) in _from.Tables.All.Zip(_to.Tables.All))
            Assert.Equal(
                await ContentAsync(before), (await ContentAsync(after)).Where(row => !row.StartsWith("pause ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Payouts_ThatAreRestored_ArePaused()
    {
        await ExportAsync();
        await ImportAsync();
        Assert.StartsWith(
            "The tables were restored from the export of ",
            (await new PayoutsPauseStore(_to.Tables).GetAsync(Cancelled)).Pause.Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mark_OfTheNightlyLookForDebts_IsNotRestored()
    {
        await _from.Tables.Indexes.AddEntityAsync(
            new TableEntity(FindForgottenDebts.Partition, "next") { ["Day"] = "2026-03-01" }, Cancelled);
        await ExportAsync();
        await ImportAsync();
        Assert.Empty(await ContentAsync(_to.Tables.Indexes));
    }

    [Fact]
    public async Task Import_IntoATableWithRows_IsRefusedAndChangesNothing()
    {
        await ExportAsync();
        await _to.Tables.Sellers.AddEntityAsync(new TableEntity("a", "b"), Cancelled);
        Assert.Contains("sellers is not empty", (await RefusedAsync(ImportAsync)).Message, StringComparison.Ordinal);
        Assert.False(await new PayoutsPauseStore(_to.Tables).IsOnAsync(Cancelled));
    }

    [Fact]
    public async Task Import_OfAnExportThatIsNotWhole_IsRefused()
    {
        await _from.Tables.Orders.AddEntityAsync(new TableEntity("a", "b"), Cancelled);
        await ExportAsync();
        await File.WriteAllTextAsync(Path.Combine(Files, "orders.jsonl"), "", Cancelled);
        Assert.Contains("orders has 0 rows, and should have 1", (await RefusedAsync(ImportAsync)).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(Files, "orders.jsonl"), "{\"PartitionKey\":[\"str", Cancelled);
        await using (var other = await LocalStores.StartAsync())
        {
            Assert.Contains(
                "line of the export is damaged",
                (await RefusedAsync(() => new TableImport(other.TableClient, other.Clock).RunAsync(Files, Cancelled))).Message,
                StringComparison.Ordinal);
        }

        File.Delete(Path.Combine(Files, "export.json"));
        Assert.Contains("no complete export", (await RefusedAsync(ImportAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_IntoAFolderInUse_IsRefused()
    {
        await ExportAsync();
        Assert.Contains("is not empty", (await RefusedAsync(ExportAsync)).Message, StringComparison.Ordinal);
    }

    /// <summary>They hold conversations, names and addresses.</summary>
    [Fact]
    public async Task Files_OfAnExport_AreReadableByTheirOwnerOnly()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows(), "Windows has no file modes: who may read the files is inherited from the folder above.");
        if (!OperatingSystem.IsWindows())
        {
            await ExportAsync();
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Files));
            foreach (var file in Directory.GetFiles(Files))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private string Files => Path.Combine(_folder.FullName, "export");

    private Task<ExportedTables> ExportAsync() => new TableExport(_from.TableClient, _from.Clock).RunAsync(Files, Cancelled);

    private Task<ExportedTables> ImportAsync() => new TableImport(_to.TableClient, _to.Clock).RunAsync(Files, Cancelled);

    private static Task<BackupException> RefusedAsync(Func<Task> run) => Assert.ThrowsAsync<BackupException>(run);

    private static TableEntity Large(string partition, string row)
    {
        var entity = new TableEntity(partition, row);
        foreach (var i in Enumerable.Range(0, 14))
            entity[$"Doc{i}"] = new string('é', 30_000);
        return entity;
    }

    private static async Task<List<string>> ContentAsync(TableClient table) =>
        await table.QueryAsync<TableEntity>(cancellationToken: Cancelled)
            .Select(row => $"{row.PartitionKey} {row.RowKey} " + string.Join(
                ' ',
                row.Where(p => p.Key is not ("odata.etag" or "Timestamp")).OrderBy(p => p.Key, StringComparer.Ordinal).Select(Text)))
            .ToListAsync(Cancelled);

    private static string Text(KeyValuePair<string, object> property) => property.Value switch
    {
        byte[] bytes => $"{property.Key}=bytes:{Convert.ToHexString(bytes)}",
        BinaryData bytes => $"{property.Key}=bytes:{Convert.ToHexString(bytes.ToArray())}",
        DateTimeOffset time => $"{property.Key}=time:{time.UtcTicks}",
        var value => $"{property.Key}={value.GetType().Name}:{value}",
    };
}
