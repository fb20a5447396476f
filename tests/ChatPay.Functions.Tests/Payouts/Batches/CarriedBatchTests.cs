using System.Collections.Concurrent;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>A sweep reads a batch once and continues with that copy. Concurrent changes to the batch, the order, the seller or the
/// pause are still noticed.</summary>
public sealed class CarriedBatchTests
{
    private const string Succeeded = "PAYMENT.PAYOUTS-ITEM.SUCCEEDED";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_SentByAnotherRunBetweenTheReadAndTheCall_IsNotSentAgain()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        // The other sweep does everything while this one holds its copy of the batch.
        var slow = bench.Instance(After(IsTransaction, () => bench.SweepAsync()));

        await bench.SweepAsync(slow);
        await bench.HoursAsync(2);

        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task Batch_TakenFromTheListAndSentByAnotherMeanwhile_IsNotSentAgain()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request)
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : pass()));
        var slow = bench.Instance(After(IsReadOfThePause, () => bench.SweepAsync()));

        await bench.SweepAsync(slow);
        await bench.HoursAsync(2);

        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Theory]
    [InlineData(HeldMeanwhileTests.Hold.Complaint)]
    [InlineData(HeldMeanwhileTests.Hold.Restriction)]
    [InlineData(HeldMeanwhileTests.Hold.OperatorsBlock)]
    public async Task Payout_HeldBackAfterItWasPlanned_IsNotPaid(HeldMeanwhileTests.Hold hold)
    {
        await using var bench = await PayoutBench.StartAsync();
        var held = Assert.Single(await bench.DueAsync(1));
        var others = await bench.DueAsync(2, "SELLERHATS234");

        await bench.SweepAsync(bench.Instance(After(Wire.IsNewRowOfABatch, () => HoldAsync(bench, held, hold))));
        await bench.HoursAsync(2);

        Assert.Equal(PayoutState.Released, await bench.StateAsync(held));
        Assert.DoesNotContain(bench.PayPal.Payouts, p => p.SenderItemId == Payout.Key(held, 1));
        await bench.EachIsPaidOnceAsync(others);
    }

    [Fact]
    public async Task Payouts_PausedAfterABatchWasPlanned_AreNotSent()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);

        await bench.SweepAsync(bench.Instance(After(Wire.IsNewRowOfABatch, () => PauseAsync(bench, "look"))));
        await bench.HoursAsync(2);
        Assert.Empty(bench.PayPal.PayoutBatches);

        await PauseAsync(bench, null);
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task News_OfTheLastPayment_LeaveNothingToTheSweep()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync();
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        await HearAsync(bench, bench.App, orders[0]);

        await bench.EachIsPaidOnceAsync(orders);
        var left = 0;
        await foreach (var entry in bench.App.Due.ListAsync(bench.Clock.GetUtcNow() + TimeSpan.FromDays(1), Cancellation))
            left++;
        Assert.Equal(0, left);
    }

    [Fact]
    public async Task News_HeardWithTheEngine_WakeEachOrderWithoutAMessage()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync();
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        var (engine, before) = (new ScriptedEngine(), bench.Waiting(Queues.OutboxTriggers));

        await bench.App.Hear.RunAsync(
            (await bench.BatchAsync(orders[0])).Id, null, Succeeded, Cancellation, new AfterCommit { Orchestrations = engine });

        Assert.Equal(orders.Select(id => $"{id} {OrderSignals.PayoutSettled}"), engine.Asked.Order(StringComparer.Ordinal));
        Assert.Equal(before, bench.Waiting(Queues.OutboxTriggers));
        await bench.EachIsPaidOnceAsync(orders);
    }

    /// <summary>Slow receivers must not delay the money of the next batch.</summary>
    [Fact]
    public async Task Sweep_ThatPublishesItself_PublishesWhenAllIsSent()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        var publisher = new Recorder();
        var after = new AfterCommit { Notices = publisher, IsPostponed = true };

        await bench.App.Sweep.RunAsync(Cancellation, after);
        Assert.Single(bench.PayPal.PayoutBatches);
        Assert.Empty(publisher.Published);

        await OrderStores.FollowUp(bench.Queues, bench.Clock).TellPostponedAsync(after, Cancellation);
        Assert.Equal(orders.Order(StringComparer.Ordinal), publisher.Published.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task News_WhoseReaderDiesAfterAnyRequest_AreFinishedByTheSweep()
    {
        await using var bench = await PayoutBench.StartAsync();
        for (var (requests, survived) = (1, false); !survived; requests++)
        {
            var orders = await bench.DueAsync(2);
            await bench.SweepAsync();
            await bench.PassAsync(TimeSpan.FromMinutes(1));
            var wire = bench.Sound(diesAfter: requests);
            var life = HearAsync(bench, bench.Instance(wire), orders[0]);
            survived = await Task.WhenAny(life, wire.Died) == life;

            await bench.HoursAsync(2);
            await bench.EachIsPaidOnceAsync(orders);
        }
    }

    [Fact]
    public async Task News_ThatABatchIsProcessed_AreNoReasonToAskForIt()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(1);
        await bench.SweepAsync();
        var calls = 0;
        var app = bench.Instance((_, pass) =>
        {
            calls++;
            return pass();
        });

        await app.Hear.RunAsync((await bench.BatchAsync(orders[0])).Id, null, "PAYMENT.PAYOUTSBATCH.PROCESSING", Cancellation);

        Assert.Equal(1, calls);
        await bench.HoursAsync(1);
        await bench.EachIsPaidOnceAsync(orders);
    }

    private static async Task HearAsync(PayoutBench bench, PayoutInstance app, string order) =>
        await app.Hear.RunAsync((await bench.BatchAsync(order)).Id, null, Succeeded, Cancellation);

    /// <summary>Runs an action once, right after the first matching request.</summary>
    private static Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> After(
        Func<HttpRequestMessage, bool> which, Func<Task> then)
    {
        var isDone = false;
        return async (request, pass) =>
        {
            var answer = await pass();
            if (!isDone && which(request))
            {
                isDone = true;
                await then();
            }

            return answer;
        };
    }

    private static bool IsReadOfThePause(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.Contains("PartitionKey='pause'", StringComparison.Ordinal);

    // Matches the transaction that adds an order to the batch.
    private static bool IsTransaction(HttpRequestMessage request) => Wire.IsTransaction(request, "orders", "order");

    private static Task PauseAsync(PayoutBench bench, string? reason) =>
        bench.App.Pauses.ChangeAsync((before, _) => before.Change(reason, bench.Clock.GetUtcNow()), Cancellation);

    private static async Task HoldAsync(PayoutBench bench, string order, HeldMeanwhileTests.Hold hold)
    {
        var now = bench.Clock.GetUtcNow();
        if (hold == HeldMeanwhileTests.Hold.Complaint)
            await bench.App.Orders.ChangeAsync(
                order, o => ComplaintTransitions.File(o, "broken", new IdempotencyRecord("k", "r"), now), Cancellation);
        else if (hold == HeldMeanwhileTests.Hold.OperatorsBlock)
            await bench.App.Orders.ChangeAsync(order, o => PayoutTransitions.Block(o, "look"), Cancellation);
        else
            await bench.App.Sellers.ChangeAsync(
                "sel-" + PayoutBench.Receiver, s => SellerTransitions.Restrict(s, "look", now), Cancellation);
    }

    private sealed class Recorder : INoticePublisher
    {
        public ConcurrentQueue<string> Published { get; } = new();

        public Task<bool> TryPublishAsync(OutboxTrigger trigger, CancellationToken cancellationToken)
        {
            Published.Enqueue(trigger.OrderId);
            return Task.FromResult(true);
        }
    }
}
