using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>Before a payout is retried, only the provider's state of its item counts.</summary>
public sealed class ConfirmNotPaidTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payout_ThatFailedStraightAway_KeepsItsItemAndIsConfirmed()
    {
        await using var bench = await PayoutBench.StartAsync();
        var id = await FailedAsync(bench);
        var order = await bench.OrderAsync(id);
        Assert.Equal(Assert.Single(bench.PayPal.Payouts).Id, order.CurrentPayout!.ProviderItemId);
        await bench.App.NotPaid.ConfirmAsync(order, order.CurrentPayout, Cancellation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Payout_ThatTheProviderHasPaidAfterAll_IsNotConfirmed(bool knowsItem)
    {
        await using var bench = await PayoutBench.StartAsync();
        var id = await FailedAsync(bench);
        await bench.PayPal.SettlePayoutItemAsync(Assert.Single(bench.PayPal.Payouts).Id, PayoutOutcome.Succeeds);

        // Older orders do not record the item; that does not mean that there is none.
        var order = await bench.OrderAsync(id);
        var payout = knowsItem ? order.CurrentPayout! : order.CurrentPayout! with { ProviderItemId = null };
        var problem = await Assert.ThrowsAsync<ProblemException>(() => bench.App.NotPaid.ConfirmAsync(order, payout, Cancellation));
        Assert.Equal((409, "payout-not-failed"), (problem.Status, problem.Code));
    }

    [Fact]
    public async Task Payout_WhoseItemIsOfAnEarlierBatch_IsLookedUpInItsOwn()
    {
        await using var bench = await PayoutBench.StartAsync(balance: 100);
        var id = Assert.Single(await bench.DueAsync(1));
        var blind = bench.Instance((request, pass) => request.RequestUri!.AbsolutePath == "/v1/reporting/balances"
            ? Task.FromResult(Wire.Json(System.Net.HttpStatusCode.Forbidden, """{"name":"NOT_AUTHORIZED"}""")) : pass());
        await bench.SweepAsync(blind);
        await bench.HoursAsync(1, blind);
        var stale = (await bench.OrderAsync(id)).CurrentPayout!.ProviderItemId;
        Assert.NotNull(stale);

        await bench.PayPal.MoveToBankAsync(-1_000_00);
        await bench.HoursAsync(3, blind);
        var order = await bench.OrderAsync(id);
        Assert.Equal(PayoutState.Paid, order.CurrentPayout!.State);
        Assert.NotEqual(stale, order.CurrentPayout.ProviderItemId);
        await Assert.ThrowsAsync<ProblemException>(() =>
            bench.App.NotPaid.ConfirmAsync(order, order.CurrentPayout with { ProviderItemId = stale }, Cancellation));
    }

    [Fact]
    public async Task Payout_WhoseBatchWasRefusedForIt_IsConfirmed()
    {
        await using var bench = await PayoutBench.StartAsync();
        var id = Assert.Single(await bench.DueAsync(1, "not an account"));
        await bench.SweepAsync();
        await bench.HoursAsync(1);
        var order = await bench.OrderAsync(id);
        Assert.Equal((PayoutState.FailedPermanent, null), (order.CurrentPayout!.State, order.CurrentPayout.ProviderItemId));
        await bench.App.NotPaid.ConfirmAsync(order, order.CurrentPayout, Cancellation);
    }

    [Fact]
    public async Task Payout_WhoseBatchIsUnanswered_IsNotConfirmed()
    {
        await using var bench = await PayoutBench.StartAsync();
        var id = Assert.Single(await bench.DueAsync(1));
        await bench.SweepAsync(bench.Instance((request, pass) => Wire.IsNewBatch(request) ? Wire.LoseAsync(pass) : pass()));
        var order = await bench.OrderAsync(id);
        var problem = await Assert.ThrowsAsync<ProblemException>(() =>
            bench.App.NotPaid.ConfirmAsync(order, order.CurrentPayout!, Cancellation));
        Assert.Equal((409, "payout-unconfirmed"), (problem.Status, problem.Code));
    }

    private static async Task<string> FailedAsync(PayoutBench bench)
    {
        bench.PayPal.Outcomes.Payout(PayoutBench.Receiver, PayoutOutcome.Failed);
        var id = Assert.Single(await bench.DueAsync(1));
        await bench.SweepAsync();
        await bench.HoursAsync(1);
        Assert.Equal(PayoutState.FailedPermanent, await bench.StateAsync(id));
        return id;
    }
}
