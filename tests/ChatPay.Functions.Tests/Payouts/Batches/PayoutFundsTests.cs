using System.Net;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>A balance that does not cover the due payouts, 91.27 each including the fee.</summary>
public sealed class PayoutFundsTests
{
    [Fact]
    public async Task Sweep_BalanceCoversTwoOfThree_PaysTheOldestTwoAndWarnsOnce()
    {
        await using var bench = await PayoutBench.StartAsync(balance: 2 * 9127);
        var orders = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            orders.AddRange(await bench.DueAsync(1));
            await bench.PassAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, await bench.SweepAsync());
        Assert.Single(bench.Log.Warnings);
        await bench.HoursAsync(2);
        Assert.Equal([PayoutState.Paid, PayoutState.Paid, PayoutState.Released], await bench.StatesAsync(orders));
        await bench.EachIsPaidOnceAsync(orders.Take(2));
    }

    [Fact]
    public async Task Sweep_AnotherBatchHasNotBeenFundedYet_LeavesItsMoneyAlone()
    {
        await using var bench = await PayoutBench.StartAsync(balance: 2 * 9127);
        var first = await bench.DueAsync(2);
        await bench.SweepAsync();
        var second = await bench.DueAsync(1);
        Assert.Equal(0, await bench.SweepAsync());
        await bench.HoursAsync(1);
        Assert.Equal(PayoutState.Released, await bench.StateAsync(second[0]));
        await bench.EachIsPaidOnceAsync(first);
    }

    /// <summary>PayPal has the other batch, but does not answer requests about it.</summary>
    [Fact]
    public async Task Sweep_AnotherBatchCannotBeRead_LeavesItsMoneyAlone()
    {
        await using var bench = await PayoutBench.StartAsync(balance: 2 * 9127);
        var first = await bench.DueAsync(2);
        await bench.SweepAsync();
        var second = await bench.DueAsync(1);
        var app = bench.Instance((request, pass) =>
            request.Method == HttpMethod.Get
            && request.RequestUri!.AbsolutePath.StartsWith("/v1/payments/payouts/", StringComparison.Ordinal)
                ? throw new HttpRequestException("The connection broke.")
                : pass());

        Assert.Equal(0, await bench.SweepAsync(app));

        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.HoursAsync(1);
        Assert.Equal(PayoutState.Released, await bench.StateAsync(second[0]));
        await bench.EachIsPaidOnceAsync(first);
    }

    [Fact]
    public async Task Sweep_DeniedAgainAndAgain_WaitsLongerEachTimeAndTellsTheSellerOnce()
    {
        await using var bench = await PayoutBench.StartAsync(balance: 100);
        var order = Assert.Single(await bench.DueAsync(1));
        var app = bench.Instance(WithoutBalances);
        await bench.SweepAsync(app);
        await bench.HoursAsync(1, app);
        var payout = (await bench.OrderAsync(order)).CurrentPayout!;
        Assert.Equal((PayoutState.FailedRetryable, "INSUFFICIENT_FUNDS"), (payout.State, payout.Failure));
        Assert.Equal(bench.Clock.GetUtcNow() + TimeSpan.FromHours(1), payout.NotBefore);

        await bench.HoursAsync(72, app);
        Assert.InRange(bench.PayPal.PayoutBatches.Count, 6, 8);
        var events = await bench.EventsAsync(order);
        Assert.Single(events, OrderEventType.PayoutFailed);
        Assert.Single(events, OrderEventType.PayoutSubmitted);
        await bench.BooksAreRightAsync();
    }

    /// <summary>Case 29: PayPal unexpectedly charges 2 %. The next batch is planned with that fee.</summary>
    [Fact]
    public async Task Sweep_DeniedForAFeeThatWasNotReckonedWith_PaysTheOldestNext_Case29()
    {
        await using var bench = await PayoutBench.StartAsync(balance: 184_00);
        bench.PayPal.Outcomes.PayoutFeeBasisPoints = 200;
        var orders = new List<string>(await bench.DueAsync(1));
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        orders.AddRange(await bench.DueAsync(1));

        Assert.Equal(2, await bench.SweepAsync());
        await bench.HoursAsync(4);
        Assert.Equal("DENIED", bench.PayPal.PayoutBatches[0].Status);
        Assert.Equal([PayoutState.Paid, PayoutState.FailedRetryable], await bench.StatesAsync(orders));

        // 182.04 plus 3.64 of fees, with a balance of 184.00.
        var items = await bench.App.Attention.ListOpenAsync(TestContext.Current.CancellationToken);
        Assert.Contains("1.68 USD", Assert.Single(items, i => i.Kind == "balance-short").What, StringComparison.Ordinal);
        await bench.PayPal.MoveToBankAsync(-100_00);
        await bench.HoursAsync(26);
        Assert.Equal(PayoutState.Paid, await bench.StateAsync(orders[1]));
        await bench.BooksAreRightAsync();
    }

    /// <summary>Case 29: if no fee explains the denial, half of the batch is tried next.</summary>
    [Fact]
    public async Task Sweep_DeniedForReasonsThatNobodyKnows_PaysHalf_Case29()
    {
        await using var bench = await PayoutBench.StartAsync(balance: 100_00);
        var orders = new List<string>(await bench.DueAsync(1));
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        orders.AddRange(await bench.DueAsync(1));
        var app = bench.Instance(WithoutBalances);
        await bench.SweepAsync(app);
        await bench.HoursAsync(4, app);
        Assert.Equal(PayoutState.Paid, await bench.StateAsync(orders[0]));
        await bench.BooksAreRightAsync();
    }

    [Fact]
    public void Cost_ByWhatTheProviderTookLast_IsTheDearerReading()
    {
        static Money Of(long minor, string currency) => new(minor, currency);
        var batch = new PayoutBatch
        {
            Id = "bat-1",
            At = default,
            Items = [new("ord-1", 1, "R", Of(49500, "USD")), new("ord-2", 1, "R", Of(49500, "USD"))],
        };
        var dollars = new PayoutFee("USD");
        Assert.Equal(Of(49525, "USD"), dollars.Cost(Of(49500, "USD")));
        Assert.Equal(Of(1020, "JPY"), new PayoutFee("JPY").Cost(Of(1000, "JPY")));
        Assert.Equal(Of(50490, "USD"), dollars.After(batch, Of(99000, "USD"), Of(1980, "USD"), BatchFunding.Denied).Cost(Of(49500, "USD")));
        Assert.Equal(Of(49525, "USD"), dollars.After(batch, null, null, BatchFunding.Denied).Cost(Of(49500, "USD")));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 24)]
    [InlineData(500, 24)]
    public void Wait_ByFailures_DoublesUpToADay(int failures, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Payout.WaitAfter(failures));

    [Fact]
    public async Task Sweep_BalanceNotToldToUs_PaysAllTheSame()
    {
        await using var bench = await PayoutBench.StartAsync();
        var orders = await bench.DueAsync(2);
        Assert.Equal(2, await bench.SweepAsync(bench.Instance(WithoutBalances)));
        await bench.HoursAsync(1);
        await bench.EachIsPaidOnceAsync(orders);
    }

    private static Task<HttpResponseMessage> WithoutBalances(HttpRequestMessage request, Func<Task<HttpResponseMessage>> pass) =>
        request.RequestUri!.AbsolutePath == "/v1/reporting/balances"
            ? Task.FromResult(Wire.Json(HttpStatusCode.Forbidden, """{"name":"NOT_AUTHORIZED"}"""))
            : pass();
}
