using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>A mail knows no repeat: of two runs that see the same notice, one mails it.</summary>
public sealed class OutboxMailTests : IAsyncLifetime
{
    private OutboxBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int Mails => _bench.Waiting(Queues.OutboundMail).Active;

    public async ValueTask InitializeAsync()
    {
        _bench = await OutboxBench.StartAsync();
        _bench.MailHost = "mail.invalid";
        await _bench.PromiseAsync();
        await _bench.DriveAsync();
        await _bench.TellAsync();
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Mail_OfACommitWithATriggerOfItsOwn_IsLeftToThat()
    {
        await RemindAsync();
        await RemindAsync();
        await _bench.TellAsync();
        Assert.Equal(1, Mails);
        Assert.Equal(["attention", "chat", "feed", "topic"], Assert.Single(await _bench.OutboxAsync()).Told);

        await _bench.TellAsync();
        Assert.Equal(2, Mails);
        Assert.Empty(await _bench.OutboxAsync());
        Assert.Equal(3, (await _bench.Feed.ListAsync(ScriptedSale.SellerId, 0, 100, Cancellation)).Count);
    }

    [Fact]
    public async Task Mail_OfACommitWhoseTriggerWasLost_IsQueuedByTheLateOne()
    {
        await RemindAsync();
        await _bench.NextAsync(Queues.Notices); // as if it had never been sent
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(31));
        await _bench.DriveAsync();
        await _bench.TellAsync();
        Assert.Equal(1, Mails);
        Assert.Empty(await _bench.OutboxAsync());
    }

    /// <summary>Another commit's trigger finds it, when its own should have come long ago.</summary>
    [Fact]
    public async Task Mail_OfACommitWhoseTriggersAreGone_IsQueuedWithTheNextOne()
    {
        await RemindAsync();
        await _bench.NextAsync(Queues.Notices);
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(31));
        await _bench.NextAsync(Queues.OutboxTriggers);
        await RemindAsync();
        await _bench.TellAsync();
        Assert.Equal(2, Mails);
        Assert.Empty(await _bench.OutboxAsync());
    }

    private async Task RemindAsync() => await _bench.Orders.ChangeAsync(
        ScriptedSale.OrderId, o => new OrderChange(o) { Events = [new OrderEvent(OrderEventType.ShipReminder)] }, Cancellation);
}
