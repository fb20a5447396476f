using System.Net;
using Azure;
using Azure.Data.Tables;
using ChatPay.Local.Clock;
using ChatPay.Local.Tables;

namespace ChatPay.Local.Tests.Tables;

/// <summary>Behaviour specific to this platform's service.</summary>
public sealed class TableServiceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-tables-");
    private readonly LocalClock _clock = new(
        new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });

    [Fact]
    public async Task Restart_KeepsEveryAcknowledgedEntity()
    {
        await using (var service = await StartAsync())
        {
            var table = Table(service);
            await table.CreateAsync();
            await Task.WhenAll(
                Enumerable.Range(0, 50).Select(i => table.AddEntityAsync(new TableEntity("p", $"{i:00}") { ["N"] = (long)i })));
        }

        await using var again = await StartAsync();
        var rows = await Table(again).QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (object)(long)i), rows.Select(r => r["N"]));
    }

    [Fact]
    public async Task ETag_NeverComesBack_ThoughTheClockStandsStill()
    {
        var tags = new List<ETag>();
        for (var start = 0; start < 2; start++)
        {
            await using var service = await StartAsync();
            var table = Table(service);
            await table.CreateIfNotExistsAsync();
            for (var i = 0; i < 3; i++)
            {
                tags.Add((await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value);
                tags.Add((await table.UpsertEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value);
                await table.DeleteEntityAsync("p", "r", ETag.All);
            }
        }

        Assert.Equal(12, tags.Distinct().Count());
    }

    [Fact]
    public async Task Timestamp_IsTheClocksTime()
    {
        await using var service = await StartAsync();
        var table = Table(service);
        await table.CreateAsync();
        await _clock.AdvanceAsync(TimeSpan.FromDays(5));

        await table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(_clock.GetUtcNow(), (await table.GetEntityAsync<TableEntity>("p", "r")).Value.Timestamp);
    }

    [Fact]
    public async Task Query_ThatLooksAtMuchAndFindsLittle_GetsEmptyPages()
    {
        await using var service = await StartAsync(scanLimit: 10);
        var table = Table(service);
        await table.CreateAsync();
        for (var i = 0; i < 35; i++)
            await table.AddEntityAsync(new TableEntity("p", $"{i:00}") { ["N"] = i });

        var pages = await table.QueryAsync<TableEntity>("N eq 34").AsPages().Select(p => p.Values.Count).ToListAsync();

        Assert.Equal([0, 0, 0, 1], pages);
    }

    [Fact]
    public async Task Request_WithoutASignature_IsRefused()
    {
        await using var service = await StartAsync();
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler);

        using var answer = await http.GetAsync(new Uri(service.Address + "/Tables"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("<code>AuthenticationFailed</code>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, 200)]
    [InlineData(-14, 200)]
    [InlineData(16, 403)]
    [InlineData(-16, 403)]
    public async Task Request_WithADateSoManyMinutesOffThePlatformsClock_IsTakenOrNot(int minutes, int status)
    {
        await using var service = await StartAsync();

        var answer = await new WireRequest("GET", "/Tables") { Date = _clock.GetUtcNow().AddMinutes(minutes) }.SendAsync(service.Address);

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Request_WithADateThatTheClockHasLeftBehind_IsRefused()
    {
        await using var service = await StartAsync();
        var request = new WireRequest("GET", "/Tables") { Date = _clock.GetUtcNow() };
        var before = await request.SendAsync(service.Address);

        await _clock.AdvanceAsync(TimeSpan.FromMinutes(16));

        Assert.Equal((200, 403), (before.Status, (await request.SendAsync(service.Address)).Status));
    }

    [Fact]
    public async Task Error_ToAClientOfXml_IsXml()
    {
        await using var service = await StartAsync();

        var answer = await new WireRequest("GET", "/?restype=service&comp=stats") { Headers = [("Accept", "application/xml")] }.SendAsync(
            service.Address);

        var error = System.Xml.Linq.XElement.Parse(answer.Body);
        Assert.Equal((501, "application/xml", "error"), (answer.Status, answer.Header("Content-Type"), error.Name.LocalName));
        Assert.Equal("NotImplemented", error.Elements().First().Value);
    }

    [Fact]
    public async Task Start_OnADamagedFile_SaysSoAndLeavesItAlone()
    {
        var file = Path.Combine(_folder.FullName, "tables.db");
        var damage = Enumerable.Repeat((byte)'x', 5000).ToArray();
        await File.WriteAllBytesAsync(file, damage);

        var told = await Assert.ThrowsAsync<PlatformException>(() => StartAsync());

        Assert.Contains(file, told.Message, StringComparison.Ordinal);
        Assert.Equal(damage, await File.ReadAllBytesAsync(file));
    }

    public void Dispose()
    {
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task<TableService> StartAsync(int scanLimit = 20_000) => TableService.StartAsync(new TableServiceOptions
    {
        DataFile = Path.Combine(_folder.FullName, "tables.db"),
        Clock = _clock,
        Port = 0,
        ScanLimit = scanLimit,
    });

    private static TableClient Table(TableService service) => new(service.ConnectionString, "Orders", TablesUnderTest.FastToFail());
}
