using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>Driving an order comes first and on its own; each recipient of notices is independent of the others.</summary>
public sealed class OutboxLanesTests : IAsyncLifetime
{
    private OutboxBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await OutboxBench.StartAsync(withTopic: false);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Topic_Missing_KeepsNeitherTheStartNorTheChatNorTheFeed()
    {
        await _bench.PromiseAsync();
        await _bench.DriveAsync();
        Assert.NotNull(await _bench.Engine.Client.GetInstanceAsync(ScriptedSale.OrderId, Cancellation));

        var trigger = await _bench.NextAsync(Queues.Notices);
        var missing = await Assert.ThrowsAsync<ServiceBusException>(() => _bench.TellAsync(trigger));
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, missing.Reason);
        Assert.Equal(["attention", "chat", "mail", "feed"], (await _bench.OutboxAsync()).Single().Told);

        // It is redelivered when the topic exists, and only the topic's part is left to do.
        _bench.DeclareTopic();
        var before = await _bench.ToldAsync();
        Assert.Equal(([1], [1], []), (before.Chat, before.Feed, before.Topic), Told);
        await _bench.TellAsync(trigger);
        Assert.Empty(await _bench.OutboxAsync());
        var after = await _bench.ToldAsync();
        Assert.Equal(([1], [1], [1]), (after.Chat, after.Feed, after.Topic), Told);
    }

    [Fact]
    public async Task Start_Failing_KeepsNobodyFromBeingTold()
    {
        await _bench.PromiseAsync();
        var closed = await _bench.StartEngineAsync("closed.db");
        await closed.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
            await _bench.Drive.RunAsync(await _bench.NextAsync(Queues.OutboxTriggers), closed.Client, Cancellation));
        _bench.DeclareTopic();
        await _bench.TellAsync();
        Assert.NotNull(Assert.Single(await _bench.OutboxAsync()).Start);

        // The late trigger starts it.
        Assert.Equal(1, _bench.Waiting(Queues.OutboxTriggers).Scheduled);
    }

    [Fact]
    public async Task Rows_DoneByTwoDeliveriesAtOnce_AreGoneWithoutAFailure()
    {
        _bench.DeclareTopic();
        await _bench.PromiseAsync();
        var trigger = await _bench.NextAsync(Queues.OutboxTriggers);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _bench.Drive.RunAsync(trigger, _bench.Engine.Client, Cancellation)));
        var tell = await _bench.NextAsync(Queues.Notices);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _bench.TellAsync(tell)));
        Assert.Empty(await _bench.OutboxAsync());
    }

    private static bool Told((int[] Chat, int[] Feed, int[] Topic) one, (int[] Chat, int[] Feed, int[] Topic) other) =>
        one.Chat.SequenceEqual(other.Chat) && one.Feed.SequenceEqual(other.Feed) && one.Topic.SequenceEqual(other.Topic);
}
