using System.Text.Json;
using Azure;
using ChatPay.Local.Clock;
using ChatPay.Local.Tables;

namespace ChatPay.Local.Tests.Tables;

/// <summary>A client in the service's own process can skip the socket, and must not be able to tell the difference.</summary>
public sealed class DirectCallsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatpay-tables-");
    private readonly LocalClock _clock = new(
        new LocalClockOptions { TimeScale = 0, Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });
    private readonly SocketsHttpHandler _sockets = new();
    private TableService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TableService.StartAsync(
            new()
            {
                DataFile = Path.Combine(_folder.FullName, "tables.db"),
                Clock = _clock,
                Port = 0,
            });
        using var http = new HttpClient(_sockets, disposeHandler: false);
        Assert.Equal(
            201,
            (await new WireRequest("POST", "/Tables") { Body = """{"TableName":"people"}""" }.SendAsync(http, _service.Address)).Status);
        foreach (var key in new[] { "1", "2", "3" })
        {
            var body = JsonSerializer.Serialize(new { PartitionKey = "it's ü,é", RowKey = key, Name = "Ñandú" });
            Assert.Equal(201, (await new WireRequest("POST", "/people") { Body = body }.SendAsync(http, _service.Address)).Status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _sockets.Dispose();
        _clock.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("GET", "/people(PartitionKey='it%27%27s%20%C3%BC%2C%C3%A9',RowKey='1')", null)]
    [InlineData("GET", "/people(PartitionKey='nobody',RowKey='1')", null)]
    [InlineData("GET", "/people()?$filter=RowKey%20ge%20'2'&$top=1", null)]
    [InlineData("GET", "/people()?$filter=nonsense", null)]
    [InlineData("GET", "/?restype=service&comp=properties", null)]
    [InlineData("PUT", "/people(PartitionKey='it%27%27s%20%C3%BC%2C%C3%A9',RowKey='1')", "{ no JSON")]
    [InlineData("PUT", "/people(PartitionKey='it%27%27s%20%C3%BC%2C%C3%A9',RowKey='2')", """{"Name":"Ünal"}""")]
    [InlineData("POST", "/people", """{"PartitionKey":"it's ü,é","RowKey":"3"}""")]
    [InlineData("PATCH", "/", null)]
    public async Task Answer_WithoutASocket_IsTheSame(string method, string path, string? body)
    {
        var request = new WireRequest(method, path) { Body = body, Date = _clock.GetUtcNow() };
        using var overSockets = new HttpClient(_sockets, disposeHandler: false);
        using var direct = new HttpClient(_service.CreateHandler());

        var expected = await request.SendAsync(overSockets, _service.Address);
        var answer = await request.SendAsync(direct, _service.Address);

        Assert.Equal(Told(expected), Told(answer));
    }

    [Fact]
    public async Task Change_WithoutASocket_IsSeenOverOne()
    {
        using var direct = new HttpClient(_service.CreateHandler());

        var made = await new WireRequest("POST", "/people") { Body = """{"PartitionKey":"p","RowKey":"r","Name":"Ñandú"}""" }.SendAsync(
            direct,
            _service.Address);

        Assert.Equal(201, made.Status);
        var read = await new WireRequest("GET", "/people(PartitionKey='p',RowKey='r')").SendAsync(_service.Address);
        Assert.Equal("Ñandú", JsonDocument.Parse(read.Body).RootElement.GetProperty("Name").GetString());
    }

    [Fact]
    public async Task Call_AfterTheService_MeetsNobody()
    {
        using var direct = new HttpClient(_service.CreateHandler());
        await _service.DisposeAsync();

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() =>
            new WireRequest("GET", "/Tables").SendAsync(direct, _service.Address));

        Assert.Equal(HttpRequestError.ConnectionError, refused.HttpRequestError);
    }

    [Fact]
    public async Task OfficialClient_AfterTheService_MeetsNobody()
    {
        var table = _service.CreateClient(TablesUnderTest.FastToFail()).GetTableClient("people");
        await _service.DisposeAsync();

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteAsync());

        Assert.Equal(0, refused.Status);
        Assert.IsType<HttpRequestException>(refused.InnerException);
    }

    // Leaves out what differs in each response: its id, and the version of what it has just changed. Over a socket, a response
    // without a body does not state a length of zero.
    private static string Told(WireAnswer answer) =>
        string.Join(
            '\n',
            answer
                .Headers.Where(h =>
                    h.Key is not ("x-ms-request-id" or "ETag" or "Transfer-Encoding") && h is not { Key: "Content-Length", Value: "0" })
                .OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase)
                .Select(h => $"{h.Key}: {h.Value}")
                .Prepend($"{answer.Status}")
                .Append(Unnumbered(answer.Body)));

    private static string Unnumbered(string body) => System.Text.RegularExpressions.Regex.Replace(body, "RequestId:[^\\\\]*", "RequestId");
}
