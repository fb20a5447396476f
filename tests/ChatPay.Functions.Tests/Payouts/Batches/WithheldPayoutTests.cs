using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Local.Simulators.PayPal.Payouts;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>Money that has left the balance but not reached the seller, and money that is returned.</summary>
public sealed class WithheldPayoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UNCLAIMED")]
    [InlineData("ONHOLD")]
    public async Task Item_WithheldThenClaimed_IsPaid(string status)
    {
        await using var bench = await PayoutBench.StartAsync();
        var order = await WithheldAsync(bench, status);
        Assert.Equal(OrderStage.PayingOut, OrderProgress.Of(await bench.OrderAsync(order)).Stage);
        Assert.Equal(OrderStatus.PayoutHeld, OrderStatuses.ForSeller(await bench.OrderAsync(order)));
        await BalanceAsync(
            bench,
            order,
            (Accounts.ProcessorWithheld, "91.02"),
            (Accounts.PayoutInFlight, "-91.02"),
            (Accounts.ProcessorBalance, "4.75"));

        await bench.PayPal.SettlePayoutItemAsync(Assert.Single(bench.PayPal.Payouts).Id, PayoutOutcome.Succeeds);
        await bench.HoursAsync(1);
        await BalanceAsync(
            bench,
            order,
            (Accounts.ProcessorWithheld, "0.00"),
            (Accounts.PayoutInFlight, "0.00"),
            (Accounts.ProcessorBalance, "4.75"));
        await bench.EachIsPaidOnceAsync([order]);
    }

    [Fact]
    public async Task Item_NeverClaimed_ComesBackAfterThirtyDaysAndIsNotPaidAgainByItself()
    {
        await using var bench = await PayoutBench.StartAsync();
        var order = await WithheldAsync(bench, "UNCLAIMED");
        await bench.PassAsync(TimeSpan.FromDays(30));
        await bench.HoursAsync(3);
        Assert.Equal(PayoutState.Returned, await bench.StateAsync(order));
        await BalanceAsync(
            bench,
            order,
            (Accounts.ProcessorWithheld, "0.00"),
            (Accounts.PayoutInFlight, "0.00"),
            (Accounts.ProcessorBalance, "95.77"));
        Assert.Single(bench.PayPal.PayoutBatches);
        await bench.BooksAreRightAsync();
        Assert.Empty(await bench.OpenAsync());
    }

    [Fact]
    public async Task Item_PaidThatTheOrderHasGivenUp_WaitsForTheOperator()
    {
        await using var bench = await PayoutBench.StartAsync();
        var order = await WithheldAsync(bench, "UNCLAIMED");
        await bench.App.Orders.ChangeAsync(
            order,
            o =>
                PayoutTransitions.Return(
                    o,
                    1,
                    o.CurrentPayout!.ProviderItemId!,
                    ScriptedSale.Usd("0.25"),
                    "RETURNED",
                    bench.Clock.GetUtcNow()),
            Cancellation);

        await bench.PayPal.SettlePayoutItemAsync(Assert.Single(bench.PayPal.Payouts).Id, PayoutOutcome.Succeeds);
        await bench.HoursAsync(2);

        var item = Assert.Single(await bench.App.Attention.ListOpenAsync(Cancellation), i => i.Kind == "paid-otherwise");
        Assert.Equal(order, item.OrderId);
    }

    [Fact]
    public async Task Item_OnHoldThenFailed_ComesBackWithItsFee()
    {
        await using var bench = await PayoutBench.StartAsync();
        var order = await WithheldAsync(bench, "ONHOLD");
        await bench.PayPal.SettlePayoutItemAsync(Assert.Single(bench.PayPal.Payouts).Id, PayoutOutcome.Failed);
        await bench.HoursAsync(1);
        Assert.Equal(PayoutState.Returned, await bench.StateAsync(order));
        await BalanceAsync(bench, order, (Accounts.ProcessorBalance, "96.02"));
        Assert.Equal(10_000_000, bench.PayPal.Balance);
        await bench.BooksAreRightAsync();
    }

    [Fact]
    public async Task Item_ReturnedWhileNobodyLooked_IsPayableAgain()
    {
        await using var bench = await PayoutBench.StartAsync();
        bench.PayPal.Outcomes.Payout(PayoutBench.Receiver, new PayoutOutcome("RETURNED", "RECEIVER_UNREGISTERED"));
        var order = Assert.Single(await bench.DueAsync(1));
        await bench.SweepAsync();
        await bench.HoursAsync(1);
        Assert.Equal(PayoutState.Returned, await bench.StateAsync(order));
        await BalanceAsync(bench, order, (Accounts.ProcessorBalance, "95.77"));
        Assert.Equal(10_000_000 - 25, bench.PayPal.Balance);
        await bench.BooksAreRightAsync();
    }

    [Fact]
    public async Task Item_ReversedAfterItWasPaid_IsBookedBackOnce()
    {
        await using var bench = await PayoutBench.StartAsync();
        var order = Assert.Single(await bench.DueAsync(1));
        await bench.SweepAsync();
        await bench.HoursAsync(1);
        var batch = (await bench.BatchAsync(order)).Id;
        await bench.PayPal.SettlePayoutItemAsync(Assert.Single(bench.PayPal.Payouts).Id, new PayoutOutcome("REVERSED", "REVERSED"));
        await HearAsync(bench.App, batch);
        await HearAsync(bench.App, batch);
        Assert.Equal(PayoutState.Returned, await bench.StateAsync(order));
        await BalanceAsync(bench, order, (Accounts.ProcessorBalance, "95.77"));
        await bench.BooksAreRightAsync();
    }

    [Fact]
    public async Task Settlement_OfABatchThatThePayoutHasLeft_DoesNotTouchIt()
    {
        // Two runs read the denied batch; the slower one writes when the payout is already in the next batch.
        await using var bench = await PayoutBench.StartAsync(balance: 100);
        var order = Assert.Single(await bench.DueAsync(1));
        var blind = Blind(bench, (_, pass) => pass());
        await bench.SweepAsync(blind);
        var denied = (await bench.BatchAsync(order)).Id;
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        var slow = Blind(bench, async (request, pass) =>
        {
            var answer = await pass();
            if (request.RequestUri!.AbsolutePath.StartsWith("/v1/payments/payouts/", StringComparison.Ordinal))
            {
                await bench.SweepAsync(blind);
                await bench.PassAsync(TimeSpan.FromHours(1));
                await bench.SweepAsync(blind);
            }

            return answer;
        });
        await HearAsync(slow, denied);
        var payout = (await bench.OrderAsync(order)).CurrentPayout!;
        Assert.Equal(PayoutState.Submitting, payout.State);
        Assert.NotEqual(denied, payout.BatchId);
        await bench.BooksAreRightAsync();
    }

    private static Task HearAsync(PayoutInstance app, string batchId) =>
        app.Hear.RunAsync(batchId, null, "PAYMENT.PAYOUTS-ITEM.REVERSED", Cancellation);

    private static PayoutInstance Blind(
        PayoutBench bench,
        Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> script) =>
        bench.Instance(
            (request, pass) =>
                request.RequestUri!.AbsolutePath == "/v1/reporting/balances"
                    ? Task.FromResult(Wire.Json(System.Net.HttpStatusCode.Forbidden, """{"name":"NOT_AUTHORIZED"}"""))
                    : script(request, pass));

    private static async Task<string> WithheldAsync(PayoutBench bench, string status)
    {
        bench.PayPal.Outcomes.Payout(PayoutBench.Receiver, new PayoutOutcome(status, "RECEIVER_UNREGISTERED"));
        var order = Assert.Single(await bench.DueAsync(1));
        await bench.SweepAsync();
        await bench.HoursAsync(2);
        Assert.Equal(PayoutState.Withheld, await bench.StateAsync(order));
        Assert.Single(await bench.EventsAsync(order), OrderEventType.PayoutWithheld);
        await bench.BooksAreRightAsync();
        return order;
    }

    private static async Task BalanceAsync(PayoutBench bench, string order, params (string Account, string Amount)[] expected)
    {
        var balances = Balances.Of(await bench.App.Orders.LedgerAsync(order, Cancellation));
        Assert.Equal(
            expected.Select(e => (e.Account, ScriptedSale.Usd(e.Amount))),
            expected.Select(e => (e.Account, balances.GetValueOrDefault(e.Account, ScriptedSale.Usd("0.00")))));
    }
}
