using System.Net;
using ChatPay.Functions.Orders;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>A balance that does not cover what is due: 91.27 with the fee for each.</summary>
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

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 24)]
    [InlineData(500, 24)]
    public void Wait_ByFailures_DoublesUpToADay(int failures, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Functions.Payouts.Payout.WaitAfter(failures));

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
