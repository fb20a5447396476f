using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Payouts.Batches;
using ChatPay.Functions.Tests.Shared.Storage;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>The table requests of a sweep grow linearly with the due payouts, and with nothing else.</summary>
public sealed class SweepGrowthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_OfSeveralBatches_ReadsTheIndexOnceAndEachSellerOnceABatch()
    {
        // Three batches of at most 500.
        const int many = 1_100;
        await using var bench = await PayoutBench.StartAsync(balance: many * 10_000);
        await bench.DueAsync(many);
        var counts = await CountAsync(bench);

        // Two pages of the index, and the end of an empty one at most.
        Assert.InRange(counts["duepayouts query"], 2, 3);
        // Once for the plan, and once for each batch that is sealed.
        Assert.Equal(1 + 3, counts["sellers read"]);
        // Each once for the plan: it is added to its batch under the version that was read.
        Assert.Equal(many, counts["orders read"]);
        // Possible debts are looked up once.
        Assert.Equal(1, counts["indexes query"]);
    }

    [Fact]
    public async Task Sweep_AmongOrdersThatAreNotDue_CostsWhatItCostsAlone()
    {
        await using var alone = await PayoutBench.StartAsync();
        await alone.DueAsync(20);
        var expected = await CountAsync(alone);

        await using var among = await PayoutBench.StartAsync();
        await among.DueAsync(20);
        for (var i = 0; i < 1_200; i++)
            await among.App.Due.AddAsync($"ord-later-{i:D4}", 1, among.Clock.GetUtcNow() + TimeSpan.FromHours(1 + (i % 72)), Cancellation);
        Assert.Equal(expected.Read(), (await CountAsync(among)).Read());
    }

    [Fact]
    public async Task Sweep_WithNothingDueAndNoBatchOpen_CostsTwoQueries()
    {
        await using var bench = await PayoutBench.StartAsync();
        await bench.DueAsync(1);
        await bench.SweepAsync();
        await bench.HoursAsync(2);
        await bench.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal("1 duepayouts query, 1 payoutbatches query", (await CountAsync(bench)).ToString());
    }

    [Fact]
    public async Task Payout_ThatWaitsForItsNextAttempt_CostsNothingUntilThen()
    {
        await using var bench = await PayoutBench.StartAsync();
        var id = (await bench.DueAsync(1))[0];
        var failed = bench.Clock.GetUtcNow();
        // For the third time: the next attempt is four hours away.
        for (var i = 0; i < 3; i++)
        {
            await ChangeAsync(o => PayoutTransitions.Submit(o, 1, $"bat-{i}", new HashSet<PayoutBlock>(), failed));
            await ChangeAsync(o => PayoutTransitions.Fail(o, 1, "NO", retryable: true, failed));
        }

        await bench.SweepAsync();
        await bench.PassAsync(TimeSpan.FromHours(2));
        Assert.Equal(0, (await CountAsync(bench))["orders read"]);
        await bench.HoursAsync(3);
        await bench.EachIsPaidOnceAsync([id]);

        async Task ChangeAsync(Func<Order, Decision> decide) =>
            Assert.True((await bench.App.Orders.ChangeAsync(id, decide, Cancellation)).Changed);
    }

    [Fact]
    public async Task Payout_ThatWaitsForItsNextAttempt_IsCalledLateAfterADayAllTheSame()
    {
        await using var bench = await PayoutBench.StartAsync();
        var id = (await bench.DueAsync(1))[0];
        var batches = 0;
        await FailAsync(1, retryable: false);
        // Retried by an operator, its day begins now.
        await bench.App.Orders.ChangeAsync(
            id, o => PayoutTransitions.Retry(o, 1, new IdempotencyRecord("key", "retry"), bench.Clock.GetUtcNow()), Cancellation);
        await bench.PassAsync(TimeSpan.FromHours(15));
        // For the fifth time: the next attempt is sixteen hours away.
        for (var i = 0; i < 5; i++)
            await FailAsync(2, retryable: true);
        await bench.SweepAsync();
        Assert.False(await IsCalledLateAsync());

        await bench.HoursAsync(10);
        Assert.True(await IsCalledLateAsync());

        async Task FailAsync(int g, bool retryable)
        {
            var now = bench.Clock.GetUtcNow();
            batches++;
            await bench.App.Orders.ChangeAsync(
                id, o => PayoutTransitions.Submit(o, g, $"bat-{batches}", new HashSet<PayoutBlock>(), now), Cancellation);
            Assert.True((await bench.App.Orders.ChangeAsync(
                id, o => PayoutTransitions.Fail(o, g, "NO", retryable, now), Cancellation)).Changed);
        }

        async Task<bool> IsCalledLateAsync() =>
            (await bench.App.Attention.ListOpenAsync(Cancellation)).Any(item => item.Kind == OrderAlertKind.PayoutLate.Code());
    }

    private static async Task<RequestCounts> CountAsync(PayoutBench bench)
    {
        var counts = new RequestCounts();
        await bench.SweepAsync(bench.Instance((request, pass) =>
        {
            if (request.RequestUri!.Authority != bench.PayPal.Address.Authority)
                counts.Add(request.Method.Method, request.RequestUri.AbsolutePath);
            return pass();
        }));
        return counts;
    }
}
