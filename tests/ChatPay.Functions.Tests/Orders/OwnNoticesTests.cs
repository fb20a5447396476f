using Azure.Core;
using Azure.Core.Pipeline;
using ChatPay.Functions.Features.Outbox;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>A run that no caller waits for publishes its notices itself. Whatever fails there, a message or the late trigger does,
/// and everyone is told once.</summary>
public sealed class OwnNoticesTests : IAsyncLifetime
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(31);
    private OutboxBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await OutboxBench.StartAsync(withTopic: false);
        Assert.True(await _bench.Orders.CreateAsync(
            new OrderChange(ScriptedSale.Paid().Order with { ConversationId = OutboxBench.ConversationId }), Cancellation));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Run_TellsEveryone_AndNoMessageIsSent()
    {
        _bench.DeclareTopic();
        await CommitAsync(ByItself());
        Assert.Equal((0, 0, 0), _bench.Messages);
        await AllIsToldOnceAsync();
    }

    [Fact]
    public async Task Run_WithoutTheTopic_LeavesTheRestToAMessage()
    {
        await CommitAsync(ByItself());
        Assert.Equal((0, 1, 1), _bench.Messages);

        _bench.DeclareTopic();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    /// <summary>One run may commit hundreds of orders, which must not wait for a receiver one after another.</summary>
    [Fact]
    public async Task Receiver_ThatHangs_IsLeftToMessagesForHalfAMinute()
    {
        _bench.DeclareTopic();
        var publisher = await HungAtAsync("");
        Assert.Equal((0, 1, 1), _bench.Messages);

        await CommitAsync(ByItself(publisher), HappenedNext);
        Assert.Equal((0, 2, 2), _bench.Messages);

        await _bench.TellAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    /// <summary>A queue drops a repeat for ten minutes only: a mail that was promised before is not promised again by a message that
    /// comes later.</summary>
    [Fact]
    public async Task Receiver_ThatHangs_LeavesToTheMessageOnlyWhatIsNotTold()
    {
        _bench.DeclareTopic();
        await HungAtAsync("/events");
        Assert.Equal(["attention", "chat", "mail"], Assert.Single(await _bench.OutboxAsync(), row => row.IsNotice).Told);

        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    [Fact]
    public async Task Run_WithAShipmentToReport_TellsEveryoneAndLeavesTheReportToAMessage()
    {
        _bench.DeclareTopic();
        var after = ByItself();
        await CommitAsync(after, o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1")));
        Assert.Equal((0, 1, 1), _bench.Messages);
        Assert.Empty(_bench.PayPal.Calls);
        Assert.True(Assert.Single(await _bench.OutboxAsync()).IsReport);

        await _bench.TellAsync();
        Assert.NotEmpty(_bench.PayPal.Calls);
        await AllIsToldOnceAsync();
    }

    [Fact]
    public async Task Run_WithSomethingMoreUrgent_TellsAfterIt()
    {
        _bench.DeclareTopic();
        var after = ByItself(isPostponed: true);
        await CommitAsync(after);
        Assert.Equal((0, 1, 0), _bench.Messages);
        Assert.Empty((await _bench.ToldAsync()).Topic);

        await TellPostponedAsync(after);
        Assert.Equal((0, 0, 0), _bench.Messages);
        await AllIsToldOnceAsync();
    }

    /// <summary>What it owes is not lost with an exception: a payout that could not be sent has left its order changed.</summary>
    [Fact]
    public async Task Run_WithSomethingMoreUrgentThatFails_TellsAllTheSame()
    {
        _bench.DeclareTopic();
        var after = ByItself(isPostponed: true);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.Orders.TogetherAsync<bool>(
            ScriptedSale.OrderId,
            async together =>
            {
                await _bench.Orders.ChangeAsync(ScriptedSale.OrderId, Happened, Cancellation, together);
                throw new InvalidOperationException("It fails, as the test wants it.");
            },
            Cancellation,
            after));
        await TellPostponedAsync(after);
        await AllIsToldOnceAsync();
    }

    [Fact]
    public async Task Crash_BeforeWhatWasPostponed_IsMadeUpForByTheLateTrigger()
    {
        _bench.DeclareTopic();
        await CommitAsync(ByItself(isPostponed: true));

        await _bench.Stores.Clock.AdvanceAsync(Late);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    private AfterCommit ByItself(NoticePublisher? publisher = null, bool isPostponed = false) => new()
    {
        Orchestrations = _bench.Engine.Client,
        Notices = publisher ?? _bench.Publisher(),
        IsPostponed = isPostponed,
    };

    [Fact]
    public async Task Run_ThatTookHalfAMinute_LeavesWhatWasPostponedToTheLateTrigger()
    {
        _bench.DeclareTopic();
        var after = ByItself(isPostponed: true);
        await CommitAsync(after);
        await _bench.Stores.Clock.AdvanceAsync(Late);
        await TellPostponedAsync(after);
        Assert.Equal((1, 0, 0), _bench.Messages);
        Assert.Empty((await _bench.ToldAsync()).Topic);

        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    /// <summary>A run whose publisher waits for this table until its time is over.</summary>
    private async Task<NoticePublisher> HungAtAsync(string table)
    {
        var hanging = new Hanging(table);
        var publisher = _bench.Publisher(new ChatPayTables(_bench.Stores.Watched(hanging).Tables));
        var run = CommitAsync(ByItself(publisher));
        await hanging.Reached.Task.WaitAsync(Cancellation);
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(6));
        await run;
        return publisher;
    }

    private Task TellPostponedAsync(AfterCommit after) =>
        OrderStores.FollowUp(_bench.Stores.Queues, _bench.Stores.Clock).TellPostponedAsync(after, Cancellation);

    private static Decision Happened(Order order) =>
        new OrderChange(order) { Events = [new OrderEvent(OrderEventType.PayoutUnblocked)] };

    private static Decision HappenedNext(Order order) =>
        new OrderChange(order) { Events = [new OrderEvent(OrderEventType.RequestCancelled)] };

    private Task<TransitionResult> CommitAsync(AfterCommit after, Func<Order, Decision>? decide = null) => _bench.Orders.TogetherAsync(
        ScriptedSale.OrderId,
        together => _bench.Orders.ChangeAsync(ScriptedSale.OrderId, decide ?? Happened, Cancellation, together),
        Cancellation,
        after);

    private async Task AllIsToldOnceAsync()
    {
        var all = (await _bench.Orders.TimelineAsync(ScriptedSale.OrderId, Cancellation)).Select(e => e.Number).ToArray();
        Assert.NotEmpty(all);
        var (_, feed, topic) = await _bench.ToldAsync();
        Assert.Equal(all, feed);
        Assert.Equal(all, topic);
        Assert.Empty(await _bench.OutboxAsync());
        await _bench.Stores.Clock.AdvanceAsync(Late);
        Assert.Equal((0, 0, 0), _bench.Messages);
    }

    /// <summary>Requests to a table that are never answered.</summary>
    private sealed class Hanging(string table) : HttpPipelinePolicy
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (!message.Request.Uri.Path.Contains(table, StringComparison.Ordinal))
            {
                await ProcessNextAsync(message, pipeline);
                return;
            }

            Reached.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(message.CancellationToken);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
