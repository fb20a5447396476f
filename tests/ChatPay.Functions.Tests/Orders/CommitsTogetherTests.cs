using Azure.Core;
using Azure.Core.Pipeline;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The commits of one run are announced once, at its end, and driven by the run itself where possible; nothing is lost if
/// the process dies in between.</summary>
public sealed class CommitsTogetherTests : IAsyncLifetime
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(31);
    private OutboxBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await OutboxBench.StartAsync();
        await _bench.PromiseAsync();
        await _bench.DriveAsync();
        await _bench.TellAsync();
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Commits_OfOneRun_HaveOneTriggerAndOneLateOne()
    {
        await TwiceAsync(orchestrates: false);
        Assert.Equal((1, 1, 0), _bench.Messages);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    [Fact]
    public async Task Commits_OfARunWithTheEngine_AreDrivenByItAndToldOfOnly()
    {
        await TwiceAsync(orchestrates: true);
        Assert.Equal((0, 1, 1), _bench.Messages);
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    [Fact]
    public async Task Engine_ThatIsDown_LeavesItToTheTrigger()
    {
        var closed = await _bench.StartEngineAsync("closed.db");
        await closed.DisposeAsync();
        await _bench.Orders.TogetherAsync(
            ScriptedSale.OrderId, StartAsync, Cancellation, new AfterCommit { Orchestrations = closed.Client });
        Assert.Equal((1, 1, 0), _bench.Messages);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();

        Task<TransitionResult> StartAsync(CommitsTogether together) => ChangeAsync(
            together,
            o => new OrderChange(o)
            {
                Events = [new OrderEvent(OrderEventType.PayoutReleased)],
                Starts = [new OrchestrationStart(OrderOrchestrations.Reserve, "ord-1-reserve-1")],
            });
    }

    /// <summary>A cancelled wake call was not processed: it does not count as done.</summary>
    [Fact]
    public async Task Engine_ThatDoesNotAnswerInTime_LeavesTheWakeToTheTrigger()
    {
        var engine = new SlowEngine();
        var run = _bench.Orders.TogetherAsync(
            ScriptedSale.OrderId,
            together => ChangeAsync(together),
            Cancellation,
            new AfterCommit { Orchestrations = engine });
        await engine.Called;
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(6));
        await run;
        Assert.Equal((1, 1, 0), _bench.Messages);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    /// <summary>One run may commit hundreds of orders, which must not wait for the engine one after another.</summary>
    [Fact]
    public async Task Engine_ThatDidNotAnswer_IsLeftAloneForHalfAMinute()
    {
        var (engine, orders) = (new SlowEngine(), _bench.Orders);
        await RunAsync(TimeSpan.FromSeconds(6));
        await RunAsync(TimeSpan.Zero);
        Assert.Equal(1, engine.Calls);
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(30));
        await RunAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(2, engine.Calls);

        async Task RunAsync(TimeSpan patience)
        {
            var calls = engine.Calls;
            var run = orders.TogetherAsync(
                ScriptedSale.OrderId,
                async together => await orders.ChangeAsync(ScriptedSale.OrderId, Happened, Cancellation, together),
                Cancellation,
                new AfterCommit { Orchestrations = engine });
            while (patience > TimeSpan.Zero && engine.Calls == calls)
                await Task.Yield();
            await _bench.Stores.Clock.AdvanceAsync(patience);
            await run;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Crash_AfterACommit_IsMadeUpForByTheLateTrigger(int commits)
    {
        var together = new CommitsTogether();
        foreach (var step in new[] { Happened, HappenedNext }.Take(commits))
            await ChangeAsync(together, step);
        Assert.Equal((0, 1, 0), _bench.Messages);

        await _bench.Stores.Clock.AdvanceAsync(Late);
        await _bench.DriveAsync();
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    [Fact]
    public async Task Commit_LongAfterTheOneBefore_HasALateTriggerOfItsOwn()
    {
        var together = new CommitsTogether();
        await ChangeAsync(together);
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(10));
        await ChangeAsync(together);
        Assert.Equal((0, 2, 0), _bench.Messages);
    }

    [Fact]
    public async Task Run_ThatFails_HasToldWhatItHasCommitted()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.Orders.TogetherAsync<bool>(
            ScriptedSale.OrderId,
            async together =>
            {
                await ChangeAsync(together);
                throw new InvalidOperationException("It fails, as the test wants it.");
            },
            Cancellation,
            new AfterCommit { Orchestrations = _bench.Engine.Client }));
        await _bench.TellAsync();
        await AllIsToldOnceAsync();
    }

    /// <summary>The first commit's late trigger must not be cancelled: it also covers the second.</summary>
    [Fact]
    public async Task Commit_ThatWentThroughUnheard_IsToldAndDrivenByTheLateTrigger()
    {
        var deaf = OrderStores.Of(
            new ChatPayTables(_bench.Stores.Watched(new Deafness()).Tables), _bench.Stores.Queues, _bench.Stores.Clock);
        await Assert.ThrowsAnyAsync<Exception>(() => _bench.Orders.TogetherAsync(
            ScriptedSale.OrderId,
            async together =>
            {
                var first = await ChangeAsync(together);
                return await deaf.ChangeAsync(first.Stored, HappenedNext, Cancellation, together);
            },
            Cancellation,
            new AfterCommit { Orchestrations = _bench.Engine.Client }));
        await _bench.TellAsync();
        Assert.NotNull(Assert.Single(await _bench.OutboxAsync()).Signal);

        await _bench.Stores.Clock.AdvanceAsync(Late);
        await _bench.DriveAsync();
        await AllIsToldOnceAsync();
    }

    private static Decision Happened(Order order) =>
        new OrderChange(order) { Events = [new OrderEvent(OrderEventType.PayoutUnblocked)] };

    private static Decision HappenedNext(Order order) =>
        new OrderChange(order) { Events = [new OrderEvent(OrderEventType.RequestCancelled)] };

    private Task TwiceAsync(bool orchestrates) => _bench.Orders.TogetherAsync(
        ScriptedSale.OrderId,
        async together =>
        {
            await ChangeAsync(together);
            return await ChangeAsync(together, HappenedNext);
        },
        Cancellation,
        orchestrates ? new AfterCommit { Orchestrations = _bench.Engine.Client } : null);

    private async Task<TransitionResult> ChangeAsync(CommitsTogether together, Func<Order, Decision>? decide = null) =>
        await _bench.Orders.ChangeAsync(
            await _bench.Orders.GetAsync(ScriptedSale.OrderId, Cancellation), decide ?? Happened, Cancellation, together);

    private async Task AllIsToldOnceAsync()
    {
        var all = (await _bench.Orders.TimelineAsync(ScriptedSale.OrderId, Cancellation)).Select(e => e.Number).ToArray();
        var (chat, feed, topic) = await _bench.ToldAsync();
        Assert.Equal(all, chat);
        Assert.Equal(all, feed);
        Assert.Equal(all, topic);
        Assert.Empty(await _bench.OutboxAsync());
        await _bench.Stores.Clock.AdvanceAsync(Late);
        Assert.Equal((0, 0, 0), _bench.Messages);
    }

    /// <summary>Executes requests, but loses the responses.</summary>
    private sealed class Deafness : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            throw new InvalidOperationException("Nothing is heard.");
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
    }
}
