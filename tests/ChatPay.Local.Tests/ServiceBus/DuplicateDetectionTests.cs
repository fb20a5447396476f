using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Tests.ServiceBus;

public sealed class DuplicateDetectionTests : BusFixture
{
    protected override QueueOptions Options => new() { DuplicateDetectionWindow = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task Send_TheSameIdWithinTheWindow_IsAcceptedAndDropped()
    {
        await SendAsync("first", "m-1");
        await Receiver.CompleteMessageAsync(await ReceiveNowAsync());

        await SendAsync("second", "m-1");
        await RestartAsync();
        await SendAsync("third", "m-1");
        await SendAsync("other", "m-2");

        Assert.Equal("other", (await ReceiveNowAsync())!.Body.ToString());
        Assert.Null(await ReceiveNowAsync());
    }

    [Fact]
    public async Task Send_TheSameIdAfterTheWindow_Arrives()
    {
        await SendAsync("first", "m-1");
        await Receiver.CompleteMessageAsync(await ReceiveNowAsync());

        await Clock.AdvanceAsync(TimeSpan.FromMinutes(10));
        await SendAsync("second", "m-1");

        Assert.Equal("second", (await ReceiveNowAsync())!.Body.ToString());
    }

    [Fact]
    public async Task Send_TheSameIdAtOnce_StoresOne()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync("same", "m-1")));

        Assert.Single(Broker.Peek(Queue, deadLetters: false, 100));
    }

    [Fact]
    public async Task Send_WithoutAnId_IsNeverADuplicate()
    {
        await SendAsync("one");
        await SendAsync("two");

        Assert.Equal(2, Broker.Peek(Queue, deadLetters: false, 100).Count);
    }
}
