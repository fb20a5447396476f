using System.Net;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The run that sends notices also reports the shipment to PayPal. If that fails, an orchestration takes over; if the
/// process dies, it is repeated.</summary>
public sealed class OutboxReportTests : IAsyncLifetime
{
    private readonly ScriptedEngine _engine = new();
    private OutboxBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string[] Started => [.. _engine.Asked.Where(asked => !asked.Contains(' ', StringComparison.Ordinal))];

    public async ValueTask InitializeAsync()
    {
        _bench = await OutboxBench.StartAsync();
        var sale = ScriptedSale.Paid();
        Assert.True(await _bench.Orders.CreateAsync(
            new OrderChange(sale.Order with { ConversationId = OutboxBench.ConversationId }) { Ledger = [.. sale.Ledger] }, Cancellation));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Shipment_IsToldByTheRunThatTells_AndStartsNothing()
    {
        _bench.PayPal = new PayPalBench(_ => Told());
        await ShipAsync();
        await TellAsync();
        Assert.Empty(Started);
        Assert.Single(_bench.PayPal.Calls);
        await NothingIsLeftAsync(isTold: true);
    }

    [Fact]
    public async Task Shipment_WhilePayPalIsDown_IsLeftToTheOrchestration()
    {
        await ShipAsync();
        await TellAsync();
        Assert.Equal([OrderOrchestrations.TrackingId(ScriptedSale.OrderId, 1)], Started);
        await NothingIsLeftAsync(isTold: false);
    }

    /// <summary>Notices behind it do not wait for long.</summary>
    [Fact]
    public async Task Shipment_ThatPayPalDoesNotAnswerOf_IsLeftToTheOrchestrationAfterAWhile()
    {
        var asked = new TaskCompletionSource();
        _bench.PayPal = new PayPalBench(async (_, cancellation) =>
        {
            asked.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
            return Told();
        });
        await ShipAsync();
        var telling = TellAsync();
        await asked.Task;
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(15));
        await telling;
        Assert.Equal([OrderOrchestrations.TrackingId(ScriptedSale.OrderId, 1)], Started);
        await NothingIsLeftAsync(isTold: false);
    }

    /// <summary>One slow report is enough: the chats of other orders wait for no more of them.</summary>
    [Fact]
    public async Task Shipment_SoonAfterOneThatPayPalDidNotAnswerOf_IsLeftToTheOrchestrationAtOnce()
    {
        _bench.PayPal = new PayPalBench(_ => Told());
        _bench.IsPayPalResting = true;
        await ShipAsync();
        await TellAsync();
        Assert.Empty(_bench.PayPal.Calls);
        Assert.Equal([OrderOrchestrations.TrackingId(ScriptedSale.OrderId, 1)], Started);
        await NothingIsLeftAsync(isTold: false);
    }

    [Fact]
    public async Task Shipment_WhilePayPalAndTheEngineAreDown_IsTriedAgain()
    {
        await ShipAsync();
        var trigger = await _bench.NextAsync(Queues.Notices);
        var closed = await _bench.StartEngineAsync("closed.db");
        await closed.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => _bench.TellAsync(trigger, engine: closed.Client));
        Assert.True(Assert.Single(await _bench.OutboxAsync()).IsReport);
        Assert.Equal(1, _bench.Waiting(Queues.OutboxTriggers).Scheduled);

        _bench.PayPal = new PayPalBench(_ => Told());
        await _bench.TellAsync(trigger, engine: _engine);
        Assert.Empty(Started);
        await NothingIsLeftAsync(isTold: true);
    }

    [Fact]
    public async Task Crash_AfterAnyRequest_TellsOnceUnderOneKey()
    {
        _bench.PayPal = new PayPalBench(_ => Told());
        await ShipAsync();
        var trigger = await _bench.NextAsync(Queues.Notices);
        for (var (requests, died) = (1, true); died; requests++)
        {
            died = false;
            try
            {
                await _bench.TellAsync(trigger, _bench.Stores.DyingAfter(requests, () => died = true), _engine);
            }
            catch (Exception) when (died)
            {
                // The message is redelivered.
            }
        }

        Assert.Equal("ord-1-shp-1-1", Assert.Single(_bench.PayPal.Calls.Select(c => c.Header("PayPal-Request-Id")).Distinct()));
        await NothingIsLeftAsync(isTold: true);
    }

    /// <summary>If the commit had no engine, or the process died, a message drives the order; the report is left to the
    /// notices.</summary>
    [Fact]
    public async Task Shipment_DrivenByTheLateTrigger_IsToldAfterwards()
    {
        _bench.PayPal = new PayPalBench(_ => Told());
        await ShipAsync();
        await _bench.NextAsync(Queues.Notices); // as if it had never been sent
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(31));
        await _bench.Drive.RunAsync(await _bench.NextAsync(Queues.OutboxTriggers), _engine, Cancellation);
        await TellAsync();
        Assert.Empty(Started);
        await NothingIsLeftAsync(isTold: true);
    }

    private Task ShipAsync() => _bench.Orders.TogetherAsync(
        ScriptedSale.OrderId,
        together => _bench.Orders.ChangeAsync(
            ScriptedSale.OrderId,
            o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "USPS 1")),
            Cancellation,
            together),
        Cancellation,
        new AfterCommit { Orchestrations = _engine });

    private async Task TellAsync() => await _bench.TellAsync(await _bench.NextAsync(Queues.Notices), engine: _engine);

    private async Task NothingIsLeftAsync(bool isTold)
    {
        Assert.Contains($"{ScriptedSale.OrderId} {OrderSignals.Shipped}", _engine.Asked);
        var order = (await _bench.Orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
        Assert.Equal(isTold, !TrackingTransitions.IsToBeTold(order));
        Assert.Empty(await _bench.OutboxAsync());
        var (chat, feed, topic) = await _bench.ToldAsync();
        Assert.Equal((1, 1, 1), (chat.Length, feed.Length, topic.Length));
        await _bench.Stores.Clock.AdvanceAsync(TimeSpan.FromSeconds(31));
        foreach (var queue in new[] { Queues.OutboxTriggers, Queues.Notices })
            Assert.Equal((0, 0), (_bench.Waiting(queue).Active, _bench.Waiting(queue).Scheduled));
    }

    private static HttpResponseMessage Told() => ScriptedHttp.Json(
        HttpStatusCode.Created,
        """
        {"id":"ORDER1","status":"COMPLETED","purchase_units":[{"shipping":{"trackers":[{"id":"C1-9999999999999999999991"}]}}]}
        """);
}
