using ChatPay.Local.Clock;
using ChatPay.Local.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tests.Web;

public sealed class ReservedPortTests : IDisposable
{
    private readonly LocalClock _clock = new(new LocalClockOptions { TimeScale = 0 });

    [Fact]
    public async Task BeforeItsServerListens_NobodyElseGetsIt()
    {
        await using var reserved = ReservedPort.Take();

        var refused = await Assert.ThrowsAsync<PlatformException>(() => ServeAsync("somebody else", reserved.Number));
        await using var server = await ServeAsync("its server", 0, reserved);

        Assert.StartsWith($"Port {reserved.Number} is in use", refused.Message, StringComparison.Ordinal);
        Assert.Equal(reserved.Number, server.Address.Port);
        using var client = new HttpClient(new SocketsHttpHandler());
        Assert.Equal("its server", await client.GetStringAsync(server.Address, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhenItsServerHasEnded_AnotherOneMayHaveIt()
    {
        var reserved = ReservedPort.Take();
        await (await ServeAsync("its server", 0, reserved)).DisposeAsync();
        await reserved.DisposeAsync();

        await using var next = await ServeAsync("the next", reserved.Number);

        Assert.Equal(reserved.Number, next.Address.Port);
    }

    [Fact]
    public async Task ThatIsNeverUsed_IsFreeAgain()
    {
        var reserved = ReservedPort.Take();
        await reserved.DisposeAsync();

        await using var next = await ServeAsync("the next", reserved.Number);

        Assert.Equal(reserved.Number, next.Address.Port);
    }

    public void Dispose() => _clock.Dispose();

    private Task<LoopbackServer> ServeAsync(string name, int port, ReservedPort? reserved = null) =>
        LoopbackServer.StartAsync(name, port, _clock, http => http.Response.WriteAsync(name), reserved);
}
