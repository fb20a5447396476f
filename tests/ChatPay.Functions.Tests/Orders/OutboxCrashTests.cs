using System.Text.Json;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The process dies at any instant between the commit of an order and the end of its consequences: nothing is lost, and no
/// repeat is visible.</summary>
public sealed class OutboxCrashTests : IAsyncLifetime
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(31);
    private OutboxBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await OutboxBench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Nothing_GoingWrong_LooksOnceAndTakesTheLateTriggerBack()
    {
        await _bench.PromiseAsync();
        Assert.Equal((1, 1), (_bench.Waiting(Queues.OutboxTriggers).Active, _bench.Waiting(Queues.OutboxTriggers).Scheduled));
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
        await NothingWaitsAsync();
    }

    [Fact]
    public async Task Event_ThatDrivesNothing_IsToldAtOnce()
    {
        await ToldAsync();
        await _bench.Orders.ChangeAsync(ScriptedSale.OrderId, o => Happened(o, OrderEventType.PayoutReleased), Cancellation);
        Assert.Equal(0, _bench.Waiting(Queues.OutboxTriggers).Active);
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
        await NothingWaitsAsync();
    }

    [Fact]
    public async Task Crash_BetweenTheCommitAndItsTrigger_IsMadeUpForByTheLateOne()
    {
        await _bench.PromiseAsync();
        await _bench.NextAsync(Queues.OutboxTriggers); // as if it had never been sent
        await _bench.Stores.Clock.AdvanceAsync(Late);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
        await NothingWaitsAsync();
    }

    [Fact]
    public async Task Crash_BetweenTheStartAndTheWordOfIt_StartsOnce()
    {
        await _bench.PromiseAsync();
        var trigger = await _bench.NextAsync(Queues.OutboxTriggers);
        await _bench.Drive.RunAsync(trigger, _bench.Engine.Client, Cancellation);
        await _bench.NextAsync(Queues.Notices); // as if it had never been sent: the trigger comes again
        await _bench.Drive.RunAsync(trigger, _bench.Engine.Client, Cancellation);
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
        await NothingWaitsAsync();
    }

    [Theory]
    [InlineData(1)] // after the look
    [InlineData(3)] // after the chat
    [InlineData(5)] // after the feed and the topic: before the rows are deleted
    public async Task Crash_WhileTelling_TellsTheRestAndNothingTwice(int requests)
    {
        await _bench.PromiseAsync();
        await _bench.DriveAsync();
        var trigger = await _bench.NextAsync(Queues.Notices);
        var died = false;
        await Assert.ThrowsAnyAsync<Exception>(() => _bench.TellAsync(trigger, _bench.Stores.DyingAfter(requests, () => died = true)));
        Assert.True(died);
        Assert.Equal(2, (await _bench.OutboxAsync()).Count);
        Assert.Equal(1, _bench.Waiting(Queues.OutboxTriggers).Scheduled);

        await _bench.TellAsync(trigger);
        await AllIsToldOnceAsync();
        await NothingWaitsAsync();
    }

    [Fact]
    public async Task Crash_WithTheMessageLost_IsMadeUpForByTheLateTrigger()
    {
        await _bench.PromiseAsync();
        await _bench.DriveAsync();
        var trigger = await _bench.NextAsync(Queues.Notices);
        await Assert.ThrowsAnyAsync<Exception>(() => _bench.TellAsync(trigger, _bench.Stores.DyingAfter(5, () => { })));

        await _bench.Stores.Clock.AdvanceAsync(Late);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
        await NothingWaitsAsync();
    }

    [Fact]
    public async Task Commits_ShortlyAfterOneAnother_AreToldInTheirOrder()
    {
        await ToldAsync();
        await _bench.Orders.ChangeAsync(ScriptedSale.OrderId, o => Happened(o, OrderEventType.PayoutReleased), Cancellation);
        await _bench.Orders.ChangeAsync(ScriptedSale.OrderId, o => Happened(o, OrderEventType.PayoutSubmitted), Cancellation);

        // The later message is processed first.
        var earlier = await _bench.NextAsync(Queues.Notices);
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
        await _bench.TellAsync(earlier);
        await AllIsToldOnceAsync();
        await NothingWaitsAsync();
    }

    [Fact]
    public async Task Trigger_OfLongAgo_StartsNothingThatHasEndedSince()
    {
        await _bench.PromiseAsync();
        var trigger = await _bench.NextAsync(Queues.OutboxTriggers);
        await _bench.Drive.RunAsync(trigger, _bench.Engine.Client, Cancellation);
        await _bench.TellAsync();
        await _bench.Engine.Client.TerminateInstanceAsync(ScriptedSale.OrderId, cancellation: Cancellation);
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        await _bench.Engine.Client.PurgeInstanceAsync(ScriptedSale.OrderId, cancellation: Cancellation);

        // An operator resubmits it.
        await _bench.Stores.Queues.SendAgainAsync(Queues.OutboxTriggers, trigger, Cancellation);
        await _bench.DriveAsync();
        Assert.Null(await _bench.Engine.Client.GetInstanceAsync(ScriptedSale.OrderId, Cancellation));
    }

    /// <summary>Both triggers of a commit are gone: an operator has discarded them, or the late one came before a slow commit, and
    /// the process died after it.</summary>
    [Fact]
    public async Task Start_WhoseTriggersAreGone_IsMadeUpForByTheNextCommit()
    {
        await _bench.PromiseAsync();
        await _bench.NextAsync(Queues.OutboxTriggers);
        await _bench.Stores.Clock.AdvanceAsync(Late);
        await _bench.NextAsync(Queues.OutboxTriggers);

        await _bench.Orders.ChangeAsync(ScriptedSale.OrderId, o => Happened(o, OrderEventType.PayoutReleased), Cancellation);
        await _bench.TellAsync();
        await _bench.Stores.Clock.AdvanceAsync(Late);
        Assert.Equal(1, _bench.Waiting(Queues.OutboxTriggers).Active);
        await _bench.DriveAsync();
        await AllIsToldOnceAsync();
        await NothingWaitsAsync();
    }

    [Fact]
    public async Task Trigger_OfAnEarlierVersion_Looks()
    {
        await _bench.PromiseAsync();
        await _bench.NextAsync(Queues.OutboxTriggers);
        await _bench.Stores.Queues.SendAsync(
            Queues.OutboxTriggers, JsonSerializer.Deserialize<JsonElement>("""{"orderId":"ord-1"}"""), cancellationToken: Cancellation);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    [Fact]
    public async Task Trigger_OfNoOrder_IsDoneWith()
    {
        foreach (var queue in new[] { Queues.OutboxTriggers, Queues.Notices })
            await _bench.Stores.Queues.SendAsync(queue, new OutboxTrigger("ord-none"), cancellationToken: Cancellation);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await NothingWaitsAsync();
    }

    private static Decision Happened(Order order, OrderEventType type) => new OrderChange(order) { Events = [new OrderEvent(type)] };

    private async Task ToldAsync()
    {
        await _bench.PromiseAsync();
        await _bench.DriveAsync();
        await _bench.TellAsync();
    }

    private async Task AllIsToldOnceAsync()
    {
        var all = (await _bench.Orders.TimelineAsync(ScriptedSale.OrderId, Cancellation)).Select(e => e.Number).ToArray();
        var (chat, feed, topic) = await _bench.ToldAsync();
        Assert.Equal(all, chat);
        Assert.Equal(all, feed);
        Assert.Equal(all, topic);
        Assert.NotNull(await _bench.Engine.Client.GetInstanceAsync(ScriptedSale.OrderId, Cancellation));
        Assert.Empty(await _bench.OutboxAsync());
    }

    private async Task NothingWaitsAsync()
    {
        await _bench.Stores.Clock.AdvanceAsync(Late);
        foreach (var queue in new[] { Queues.OutboxTriggers, Queues.Notices })
            Assert.Equal((0, 0), (_bench.Waiting(queue).Active, _bench.Waiting(queue).Scheduled));
    }
}
