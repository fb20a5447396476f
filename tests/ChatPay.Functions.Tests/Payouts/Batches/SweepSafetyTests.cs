using Azure.Data.Tables;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>Several sweeps at once, sweeps that die, and batches that fail: each payout ends once, and none is forgotten.</summary>
public sealed class SweepSafetyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweeps_EightAtOnceOverSixtyOrders_PayEachOnce()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(60);
        var submitted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.SweepAsync(bench.Instance())));
        Assert.Equal(60, submitted.Sum());
        await bench.HoursAsync(1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.SweepAsync(bench.Instance())));
        await bench.HoursAsync(1);
        await bench.EachIsPaidOnceAsync(orders);
    }

    [Fact]
    public async Task Sweep_ThatDiesAfterAnyRequest_IsFinishedByALaterOne()
    {
        await using var bench = await PayoutBench.StartAsync();
        var all = new List<string>();
        for (var requests = 1; ; requests++)
        {
            all.AddRange(await bench.DueAsync(2));
            var wire = bench.Sound(diesAfter: requests);
            var life = LiveAsync(bench, bench.Instance(wire));
            var survived = await Task.WhenAny(life, wire.Died) == life;
            if (survived)
                await life;

            await bench.HoursAsync(3);
            await bench.EachIsPaidOnceAsync(all.TakeLast(2));
            if (survived)
                break;
        }

        Assert.True(all.Count > 60, $"The sweep came to its end after {all.Count / 2} requests.");
        await bench.EachIsPaidOnceAsync(all);
        Assert.Equal(10_000_000 - (all.Count * 9127L), bench.PayPal.Balance);
    }

    [Fact]
    public async Task Sweeps_FourAtOnceOfWhichSomeDie_PayEachOnce()
    {
        await using var bench = await PayoutBench.StartAsync();
        var all = new List<string>();
        for (var round = 0; round < 10; round++)
        {
            all.AddRange(await bench.DueAsync(6));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            {
                var wire = bench.Sound(diesAfter: i == 0 ? int.MaxValue : 8 + (round * 9) + (i * 5));
                return Task.WhenAny(bench.SweepAsync(bench.Instance(wire)), wire.Died);
            }));
            await bench.HoursAsync(3);
        }

        await bench.EachIsPaidOnceAsync(all);
    }

    [Fact]
    public async Task Sweep_OneBatchThrowsEachTime_GoesOnWithTheOthers()
    {
        await using var bench = await PayoutBench.StartAsync();
        var poisoned = await bench.DueAsync(1);
        await bench.SweepAsync();
        var bad = (await bench.BatchAsync(poisoned[0])).ProviderBatchId!;
        var good = await bench.DueAsync(1);
        await bench.SweepAsync();
        await bench.PassAsync(TimeSpan.FromHours(1));
        var later = await bench.DueAsync(1);

        await bench.SweepAsync(
            bench.Instance(
                (request, pass) =>
                    request.RequestUri!.AbsolutePath.EndsWith(bad, StringComparison.Ordinal)
                        ? throw new InvalidOperationException("Poison.")
                        : pass()));
        Assert.Equal(PayoutState.Paid, await bench.StateAsync(good[0]));
        Assert.Equal(PayoutState.Submitting, await bench.StateAsync(later[0]));
        Assert.Single(bench.Log.Errors);

        await bench.HoursAsync(1);
        await bench.EachIsPaidOnceAsync([.. poisoned, .. good, .. later]);
    }

    [Fact]
    public async Task OpenBatch_NotWrittenYet_IsKeptForAnHourAndThenDropped()
    {
        await using var bench = await PayoutBench.StartAsync();
        var table = bench.TablesOver(bench.Sound()).PayoutBatches;
        var midnight = new DateTimeOffset(bench.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        await bench.PassAsync(midnight.AddMinutes(-30) - bench.Clock.GetUtcNow());
        await table.AddEntityAsync(new TableEntity("open", "bat-unborn"), Cancellation);
        await bench.PassAsync(TimeSpan.FromMinutes(40));
        await bench.SweepAsync();
        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>("open", "bat-unborn", cancellationToken: Cancellation)).HasValue);

        await bench.PassAsync(TimeSpan.FromDays(1));
        await bench.SweepAsync();
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("open", "bat-unborn", cancellationToken: Cancellation)).HasValue);
    }

    /// <summary>It has its own partition, and is in two lists.</summary>
    [Theory]
    [InlineData(PayoutBatchState.Sealed)]
    [InlineData(PayoutBatchState.Submitted)]
    public async Task Batch_OfAnEarlierVersion_GoesOnUnderThisOne(PayoutBatchState state)
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync(bench.Instance((request, pass) => state == PayoutBatchState.Sealed && Wire.IsNewBatch(request)
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : pass()));
        var batch = await bench.BatchAsync(orders[0]);
        Assert.Equal(state, batch.State);
        var table = bench.TablesOver(bench.Sound()).PayoutBatches;
        TableEntity doc = await table.GetEntityAsync<TableEntity>("batches", "batch-" + batch.Id, cancellationToken: Cancellation);
        await foreach (var row in table.QueryAsync<TableEntity>(e => e.PartitionKey == "batches", cancellationToken: Cancellation))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancellation);
        (doc.PartitionKey, doc.RowKey) = (batch.Id, "batch");
        await table.AddEntityAsync(doc, Cancellation);
        await table.AddEntityAsync(new TableEntity("open", batch.Id), Cancellation);
        await table.AddEntityAsync(new TableEntity("recent", PayoutBatches.PlaceOf(batch)), Cancellation);
        Assert.Equal(batch.Id, Assert.Single(await bench.App.Batches.ListRecentAsync(null, 10, Cancellation)).Id);

        await bench.HoursAsync(25);
        await bench.EachIsPaidOnceAsync(orders);
        Assert.Single(bench.PayPal.PayoutBatches);
        Assert.Empty(await bench.OpenAsync());
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("open", batch.Id, cancellationToken: Cancellation)).HasValue);
    }

    [Fact]
    public async Task OpenBatch_WhoseSweepDiesRightAfterItWasWritten_IsAdvancedAllTheSame()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        var other = false;
        var written = new TaskCompletionSource();
        var wire = bench.Sound();
        wire.Script = async (request, pass) =>
        {
            if (!other && Wire.IsNewRowOfABatch(request))
            {
                // This sweep dies before any order is in the batch.
                other = true;
                Assert.Empty(await bench.OpenAsync());
                await pass();
                written.SetResult();
                await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(Cancellation);
            }

            return await pass();
        };
        await Task.WhenAny(written.Task, bench.SweepAsync(bench.Instance(wire)));
        Assert.True(written.Task.IsCompleted);
        Assert.Single(await bench.OpenAsync());
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync(orders);
        Assert.Single(bench.PayPal.PayoutBatches);
    }

    [Theory]
    [InlineData(PayoutBatchState.Submitted)]
    [InlineData(PayoutBatchState.Settled)]
    [InlineData(PayoutBatchState.Refused)]
    public async Task Seal_LostToARunThatLeftAnOrderOut_GivesTheOrderBack(PayoutBatchState winner)
    {
        await using var bench = await PayoutBench.StartAsync();
        var (read, late) = await LostAsync(bench, winner);
        await bench.App.Advance.RunAsync(read, Cancellation);
        Assert.Equal(PayoutState.Released, await bench.StateAsync(late));
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync([late]);
    }

    [Theory]
    [InlineData(PayoutBatchState.Submitted)]
    [InlineData(PayoutBatchState.Settled)]
    [InlineData(PayoutBatchState.Refused)]
    public async Task Seal_LostByARunThatDiedBeforeItKnew_IsMendedByALaterSweep(PayoutBatchState winner)
    {
        await using var bench = await PayoutBench.StartAsync();
        var (read, late) = await LostAsync(bench, winner);
        var taken = await bench.App.Orders.ChangeAsync(
            late, o => PayoutTransitions.Submit(o, 1, read.Batch.Id, new HashSet<PayoutBlock>(), bench.Clock.GetUtcNow()), Cancellation);
        Assert.True(taken.Changed);
        await bench.HoursAsync(3);
        await bench.EachIsPaidOnceAsync([late]);
    }

    [Fact]
    public async Task Batch_UnfinishedAndNotOnTheListAnyMore_IsTakenUpAgain()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        await bench.SweepAsync();
        await bench.App.Batches.CloseAsync(await bench.BatchAsync(orders[0]), Cancellation);
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync(orders);
    }

    /// <summary>A batch that another run brought to this state without the order of a seller who was restricted then; and the batch
    /// as a slow run read it earlier.</summary>
    private static async Task<(StoredPayoutBatch Read, string Late)> LostAsync(PayoutBench bench, PayoutBatchState winner)
    {
        const string OtherReceiver = "SELLERHATS234";
        var late = Assert.Single(await bench.DueAsync(1));
        string[] others =
            winner == PayoutBatchState.Settled
                ? []
                : [.. await bench.DueAsync(2, winner == PayoutBatchState.Refused ? "not an account" : OtherReceiver)];
        var items = new List<PayoutBatchItem>();
        foreach (var id in others.Prepend(late))
        {
            var order = await bench.OrderAsync(id);
            var seller = await bench.App.Sellers.FindAsync(order.SellerId, Cancellation);
            items.Add(new PayoutBatchItem(id, 1, seller!.PayPalMerchantId, order.CurrentPayout!.Amount));
        }

        var read = await bench.App.Batches.CreateAsync(
            new PayoutBatch { Id = "bat-lost", At = bench.Clock.GetUtcNow(), Items = items }, Cancellation);

        var lateSeller = (await bench.OrderAsync(late)).SellerId;
        await bench.App.Sellers.ChangeAsync(lateSeller, s => SellerTransitions.Restrict(s, "look", bench.Clock.GetUtcNow()), Cancellation);
        var reached = await bench.App.Advance.RunAsync(read, Cancellation);
        Assert.Equal(winner, reached[0].State);
        await bench.App.Sellers.ChangeAsync(lateSeller, s => SellerTransitions.LiftRestriction(s, bench.Clock.GetUtcNow()), Cancellation);
        return (read, late);
    }

    private static async Task LiveAsync(PayoutBench bench, PayoutInstance instance)
    {
        await bench.SweepAsync(instance);
        await bench.PassAsync(TimeSpan.FromHours(1));
        await bench.SweepAsync(instance);
    }
}
