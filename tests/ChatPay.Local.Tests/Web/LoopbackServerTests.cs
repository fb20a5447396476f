using System.Net;
using ChatPay.Local.Clock;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tests.Web;

/// <summary>Which callers the platform's servers answer.</summary>
public sealed class LoopbackServerTests
{
    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("LocalHost", HttpStatusCode.OK)]
    [InlineData("account.table.localhost:10002", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("notlocalhost:80", HttpStatusCode.MisdirectedRequest)]
    public async Task Request_IsAnsweredByANameOfThisMachineAlone(string host, HttpStatusCode status)
    {
        using var clock = new LocalClock();
        await using var server = await LoopbackServer.StartAsync("server", 0, clock, http => http.Response.WriteAsync("secret"));
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        request.Headers.Host = host;

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(
            status == HttpStatusCode.OK,
            "secret" == await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
