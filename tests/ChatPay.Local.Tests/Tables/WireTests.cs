using System.Text.Json;
using Azure.Data.Tables;

namespace ChatPay.Local.Tests.Tables;

/// <summary>What the official client hides: headers, metadata levels, shapes.</summary>
public abstract class WireTests(TablesUnderTest tables)
{
    private const string Entity = """{"PartitionKey":"p","RowKey":"r","N":"5","N@odata.type":"Edm.Int64","I":1}""";

    public sealed class Here(ThisTableService tables) : WireTests(tables);

    public sealed class OnAzurite(AzuriteTables tables) : WireTests(tables);

    [Theory]
    [InlineData("nometadata", false, false, false)]
    [InlineData("minimalmetadata", true, true, false)]
    [InlineData("fullmetadata", true, true, true)]
    public async Task Get_WithAMetadataLevel_SaysSoMuch(string level, bool metadata, bool types, bool links)
    {
        var table = await FilledAsync();

        var answer = await SendAsync(
            new WireRequest("GET", $"/{table.Name}(PartitionKey='p',RowKey='r')")
            {
                Headers = [("Accept", $"application/json;odata={level}")],
            });

        var body = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal(200, answer.Status);
        Assert.StartsWith(
            $"application/json;odata={level}",
            answer.Header("Content-Type").Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal(metadata, body.TryGetProperty("odata.metadata", out _));
        Assert.Equal(types, body.TryGetProperty("N@odata.type", out _));
        Assert.Equal(links, body.TryGetProperty("odata.editLink", out _));
        Assert.Equal("5", body.GetProperty("N").GetString());
        Assert.Equal(1, body.GetProperty("I").GetInt32());
    }

    [Fact]
    public async Task Get_Answer_CarriesTheHeadersOfTheService()
    {
        var table = await FilledAsync();

        var answer = await SendAsync(
            new WireRequest("GET", $"/{table.Name}(PartitionKey='p',RowKey='r')") { Headers = [("x-ms-client-request-id", "mine-1")] });

        Assert.Equal("mine-1", answer.Header("x-ms-client-request-id"));
        Assert.True(Guid.TryParse(answer.Header("x-ms-request-id"), out _));
        Assert.NotEmpty(answer.Header("x-ms-version"));
        Assert.StartsWith("W/\"datetime'", answer.Header("ETag"), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Header("Date"));
    }

    [Theory]
    [InlineData("return-no-content", 204, false)]
    [InlineData("return-content", 201, true)]
    public async Task Insert_WithAPreference_FollowsItAndSaysSo(string preference, int status, bool body)
    {
        var table = await tables.TableAsync();

        var answer = await SendAsync(new WireRequest("POST", $"/{table.Name}") { Body = Entity, Headers = [("Prefer", preference)] });

        Assert.Equal((status, body), (answer.Status, answer.Body.Length > 0));
        Assert.Equal(preference, answer.Header("Preference-Applied"));
    }

    [Fact]
    public async Task Merge_TunnelledThroughPost_IsAMerge()
    {
        var table = await FilledAsync();

        var answer = await SendAsync(new WireRequest("POST", $"/{table.Name}(PartitionKey='p',RowKey='r')")
        {
            Body = """{"More":"x"}""",
            Headers = [("X-HTTP-Method", "MERGE"), ("If-Match", "*")],
        });

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(204, answer.Status);
        Assert.Equal((5L, "x"), (read["N"], read["More"]));
    }

    [Fact]
    public async Task Error_ToAClientOfJson_HasTheShapeOfOData()
    {
        var table = await tables.TableAsync();

        var answer = await SendAsync(new WireRequest("GET", $"/{table.Name}(PartitionKey='p',RowKey='r')"));

        var error = JsonDocument.Parse(answer.Body).RootElement.GetProperty("odata.error");
        Assert.Equal((404, "ResourceNotFound"), (answer.Status, error.GetProperty("code").GetString()));
        Assert.StartsWith(
            "The specified resource does not exist.\nRequestId:",
            error.GetProperty("message").GetProperty("value").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_ThatGoesOn_NamesWhereInHeaders()
    {
        var table = await tables.TableAsync();
        foreach (var row in new[] { "a", "b" })
            await table.AddEntityAsync(new TableEntity("p", row));

        var first = await SendAsync(new WireRequest("GET", $"/{table.Name}()?$top=1"));
        var second = await SendAsync(
            new WireRequest(
                "GET",
                $"/{table.Name}()?$top=1&NextPartitionKey={Uri.EscapeDataString(first.Header("x-ms-continuation-NextPartitionKey"))}&NextRowKey={Uri.EscapeDataString(first.Header("x-ms-continuation-NextRowKey"))}"
            ));

        Assert.Contains("\"RowKey\":\"a\"", first.Body, StringComparison.Ordinal);
        Assert.Contains("\"RowKey\":\"b\"", second.Body, StringComparison.Ordinal);
        Assert.Equal("", second.Header("x-ms-continuation-NextPartitionKey"));
    }

    [Fact]
    public async Task Requests_OneAfterTheOther_ShareAConnection()
    {
        var table = await tables.TableAsync();
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancelled) =>
            {
                connections++;
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancelled);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
#pragma warning disable RS0030 // Its connections are under test.
        using var http = new HttpClient(handler);
#pragma warning restore RS0030
        var endpoint = await tables.AddressAsync();

        foreach (var path in new[] { "/Tables", $"/{table.Name}()", $"/{table.Name}(PartitionKey='p',RowKey='missing')" })
            await new WireRequest("GET", path).SendAsync(http, endpoint);

        Assert.Equal(1, connections);
    }

    private async Task<WireAnswer> SendAsync(WireRequest request) => await request.SendAsync(await tables.AddressAsync());

    private async Task<TableClient> FilledAsync()
    {
        var table = await tables.TableAsync();
        Assert.Equal(201, (await SendAsync(new WireRequest("POST", $"/{table.Name}") { Body = Entity })).Status);
        return table;
    }
}
