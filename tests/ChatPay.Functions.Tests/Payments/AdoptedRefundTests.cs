using System.Net;
using System.Text;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>Refunds made outside of this app are booked once, whatever is still unanswered here.</summary>
public sealed class AdoptedRefundTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Dashboard_GivesWhatOursHadNoAnswerFor_IsTheSameRefund()
    {
        var sale = Unknown("100.00").Did(Adopt("R9", "100.00")).HasNothingToDo(Adopt("R9", "100.00"));
        var refund = Assert.Single(sale.Order.Refunds);
        Assert.Equal((RefundState.Completed, "R9", ScriptedSale.Usd("100.00")), (refund.State, refund.ProviderId, sale.Order.GivenBack));
    }

    [Fact]
    public void Dashboard_GivesSoMuchThatOursCannotHaveBeenMade_EndsOurs()
    {
        var sale = Unknown("60.00").Did(Adopt("R9", "100.00"));
        Assert.Equal([RefundState.Failed, RefundState.Completed], sale.Order.Refunds.Select(r => r.State));
        Assert.Equal(ScriptedSale.Usd("100.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Ours_ShownAfterAnotherWasTakenForIt_IsBookedToo()
    {
        var sale = Unknown("30.00")
            .Did(Adopt("R9", "30.00"))
            .Did(o => RefundDecisions.Made(o, 1, "R1", ScriptedSale.Usd("30.00"), isCompleted: true, ScriptedSale.Start));
        sale.HasNothingToDo(o => RefundDecisions.Made(o, 1, "R1", ScriptedSale.Usd("30.00"), isCompleted: true, ScriptedSale.Start))
            .HasNothingToDo(Adopt("R9", "30.00"));
        Assert.Equal(ScriptedSale.Usd("60.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Ended_ByAnOperator_GivesTheSellerTheMoneyBackAndCanBeGivenAnew()
    {
        var sale = Unknown("60.00")
            .Did(o => RefundTransitions.End(o, 1, ScriptedSale.Start, "end-1"))
            .HasNothingToDo(o => RefundTransitions.End(o, 1, ScriptedSale.Start, "end-1"));
        Assert.Equal(
            (RefundState.Failed, ScriptedSale.Usd("91.02"), ScriptedSale.Usd("100.00")),
            (sale.Order.Refunds[0].State, sale.Order.Held, sale.Order.Refundable));

        // It was made after all: it appears, and is booked.
        sale.Did(o => RefundDecisions.Made(o, 1, "R1", ScriptedSale.Usd("60.00"), isCompleted: true, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("60.00"), sale.Order.GivenBack);
        sale.IsRefused("refund-at-provider", o => RefundTransitions.End(o, 2, ScriptedSale.Start))
            .IsRefused("not-found", o => RefundTransitions.End(o, 3, ScriptedSale.Start));
    }

    [Fact]
    public async Task Refund_RefusedForACaseThatIsLostThen_IsNotOwedTwice()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Shipped().Did(Give("60.00"));
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        var paypal = new PayPalBench(asked =>
            asked.Method == "POST"
                ? ScriptedHttp.Json(
                    HttpStatusCode.UnprocessableEntity,
                    """{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"TRANSACTION_DISPUTED"}]}""")
                : ScriptedHttp.Json(
                    HttpStatusCode.OK,
                    """{"id":"O1","status":"COMPLETED","purchase_units":[{"payments":{"refunds":[]}}]}"""));
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var submit = new SubmitRefund(
            orders,
            paypal.Client,
            new AdoptRefunds(orders, paypal.Client, attention, stores.Clock),
            attention,
            stores.Clock,
            NullLogger<SubmitRefund>.Instance);

        Assert.Equal(RefundState.Approved, await submit.RunAsync(Refund.Key(ScriptedSale.OrderId, 1), Cancellation));
        await orders.ChangeAsync(ScriptedSale.OrderId, o => DisputeTransitions.Observe(o, Lost, ScriptedSale.Start), Cancellation);
        Assert.Equal(RefundState.Failed, await submit.RunAsync(Refund.Key(ScriptedSale.OrderId, 1), Cancellation));

        var order = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
        Assert.Equal(
            (ScriptedSale.Usd("18.98"), ScriptedSale.Usd("0.00"), ScriptedSale.Usd("100.00")),
            (order.Debt, order.Held, order.GivenBack));
        Assert.Empty(LedgerInvariants.Broken(order, await orders.LedgerAsync(ScriptedSale.OrderId, Cancellation)));
    }

    /// <summary>An operator once gave a refund that PayPal had pending back to the seller, who was paid, and the buyer got it
    /// too.</summary>
    [Theory]
    [InlineData(RefundState.Unknown)]
    [InlineData(RefundState.Submitting)]
    [InlineData(RefundState.Approved)]
    public async Task Ours_PendingAtPayPal_CannotBeEnded(RefundState state)
    {
        await using var stores = await LocalStores.StartAsync();
        var sale = ScriptedSale.Shipped().Did(Give("60.00"));
        var (orders, adoption, _) = await AtPayPalAsync(
            stores, sale.Order.With(sale.Order.Refunds[0] with { State = state }), sale, () => OurRefund("PENDING"));

        await adoption.RunAsync(ScriptedSale.OrderId, Cancellation);
        var ended = await orders.ChangeAsync(
            ScriptedSale.OrderId, o => RefundTransitions.End(o, 1, ScriptedSale.Start), Cancellation);

        Assert.Equal("refund-at-provider", ended.Refusal?.Code);
        Assert.Equal((RefundState.Pending, "R1"), (ended.Order.Refunds[0].State, ended.Order.Refunds[0].ProviderId));
    }

    /// <summary>It is pending first: nothing is paid out from then on.</summary>
    [Fact]
    public async Task Ours_EndedHereAndToldOfByPayPal_IsBookedAtOnce()
    {
        await using var stores = await LocalStores.StartAsync();
        var sale = Unknown("60.00").Did(o => RefundTransitions.End(o, 1, ScriptedSale.Start));
        var status = "PENDING";
        var (orders, _, submit) = await AtPayPalAsync(stores, sale.Order, sale, () => OurRefund(status));

        Assert.Equal(RefundState.Failed, await submit.RunAsync(Refund.Key(ScriptedSale.OrderId, 1), Cancellation));
        var pending = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
        Assert.Equal([RefundState.Failed, RefundState.Pending], pending.Refunds.Select(r => r.State));
        Assert.Contains(PayoutBlock.RefundInFlight, PayoutTransitions.Blocks(pending, sellerIsActive: true));

        status = "COMPLETED";
        Assert.Equal(RefundState.Failed, await submit.RunAsync(Refund.Key(ScriptedSale.OrderId, 1), Cancellation));
        var order = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
        Assert.Equal([RefundState.Failed, RefundState.Completed], order.Refunds.Select(r => r.State));
        Assert.Equal(ScriptedSale.Usd("60.00"), order.GivenBack);
        Assert.Empty(LedgerInvariants.Broken(order, await orders.LedgerAsync(ScriptedSale.OrderId, Cancellation)));
    }

    /// <summary>One made in the dashboard was taken for ours, and PayPal reports ours too: the buyer has both.</summary>
    [Fact]
    public async Task Ours_ToldOfAfterAnotherWasTakenForIt_IsBookedAtOnce()
    {
        await using var stores = await LocalStores.StartAsync();
        var sale = Unknown("30.00").Did(Adopt("R9", "30.00"));
        var (orders, _, submit) = await AtPayPalAsync(stores, sale.Order, sale, () => OurRefund("COMPLETED", "30.00"));

        var read = await orders.GetAsync(ScriptedSale.OrderId, Cancellation);
        await submit.HearAsync(read, Refund.Key(ScriptedSale.OrderId, 1), "R1", Cancellation);

        Assert.Equal(ScriptedSale.Usd("60.00"), (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.GivenBack);
    }

    /// <summary>PayPal would not show a pending refund, which was taken for failed: the seller was paid what the buyer got later.</summary>
    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task Ours_PendingAndNotShown_StaysPendingAndIsToldAfterADay(HttpStatusCode status)
    {
        await using var stores = await LocalStores.StartAsync();
        var sale = Unknown("60.00").Did(o => RefundTransitions.Pend(o, 1, "R1"));
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(status, """{"name":"NOT_SHOWN"}"""));
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var adoption = new AdoptRefunds(orders, paypal.Client, attention, stores.Clock);
        var submit = new SubmitRefund(orders, paypal.Client, adoption, attention, stores.Clock, NullLogger<SubmitRefund>.Instance);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);

        Assert.Equal(RefundState.Pending, await submit.RunAsync(Refund.Key(ScriptedSale.OrderId, 1), Cancellation));
        Assert.Equal("refund-slow", Assert.Single(await attention.ListOpenAsync(Cancellation)).Kind);
        var order = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
        Assert.Contains(PayoutBlock.RefundInFlight, PayoutTransitions.Blocks(order, sellerIsActive: true));
    }

    /// <summary>The key is forgotten and PayPal does not say whether the refund was made: that is no refusal of it.</summary>
    [Fact]
    public async Task Ours_UnansweredForLongAndTheOrderNotShown_StaysUnknown()
    {
        await using var stores = await LocalStores.StartAsync();
        var sale = Unknown("60.00");
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.BadRequest, """{"name":"NOT_SHOWN"}"""));
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var adoption = new AdoptRefunds(orders, paypal.Client, attention, stores.Clock);
        var submit = new SubmitRefund(orders, paypal.Client, adoption, attention, stores.Clock, NullLogger<SubmitRefund>.Instance);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(50), Cancellation);

        Assert.Equal(RefundState.Unknown, await submit.RunAsync(Refund.Key(ScriptedSale.OrderId, 1), Cancellation));
    }

    /// <summary>The seller was paid the same money.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ours_BookedAsFailedAndMadeAfterAll_IsBookedAnew(bool isOurs)
    {
        var sale = Unknown("60.00").Did(o => RefundTransitions.Pend(o, 1, "R1"))
            .Did(o => RefundTransitions.Fail(o, 1, "NOT_SHOWN", ScriptedSale.Start));
        sale.Now = sale.Order.DueAt!.Value;
        sale.Did(o => RefundTransitions.End(o, 1, sale.Now)).Did(sale.Release);

        Func<Order, Decision> made = isOurs
            ? o => RefundDecisions.Made(o, 1, "R1", ScriptedSale.Usd("60.00"), isCompleted: true, sale.Now)
            : Adopt("R1", "60.00");
        sale.Did(made).HasNothingToDo(made);
        var refund = Assert.Single(sale.Order.Refunds);
        Assert.Equal((RefundState.Completed, (string?)null), (refund.State, refund.Failure));
        Assert.Equal(
            (ScriptedSale.Usd("60.00"), ScriptedSale.Usd("34.02")), (sale.Order.GivenBack, sale.Order.CurrentPayout!.Amount));
    }

    [Fact]
    public void Ours_BookedAsFailedAndGivenAnew_IsNotBookedTwiceWhenItWasMadeAfterAll()
    {
        var sale = Unknown("60.00").Did(o => RefundTransitions.Pend(o, 1, "R1"))
            .Did(o => RefundTransitions.Fail(o, 1, "NOT_SHOWN", ScriptedSale.Start))
            .Did(o => RefundDecisions.Give(
                o, RefundReason.Operator, new RefundRequest(ScriptedSale.Usd("60.00")), new("k2", "r"), ScriptedSale.Start));
        sale.IsRefused("refund-unexplained", Adopt("R1", "60.00"));
    }

    [Fact]
    public void LateCapture_RefundBookedAsFailedAndMadeAfterAll_IsCompleted()
    {
        var sale = ScriptedSale.Pending().Did(RequestTransitions.Cancel)
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()))
            .Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Pend(o, 1, "R1"))
            .Did(o => RefundTransitions.Fail(o, 1, "NOT_SHOWN", ScriptedSale.Start))
            .Did(Adopt("R1", "100.00"));
        Assert.Equal(RefundState.Completed, sale.Order.Refunds[0].State);
    }

    [Fact]
    public void Event_OfARefund_NamesIt()
    {
        var news = PayPalEvent.Read(
            Encoding.UTF8.GetBytes(
                """
                {"id":"WH-1AA00000AA000000A-2BB00000BB000000B","resource_type":"refund","event_type":"PAYMENT.CAPTURE.REFUNDED",
                 "resource":{"id":"1RF00000AA000000A","custom_id":"ord-1-refund-1","status":"COMPLETED"}}
                """))!;
        Assert.Equal((true, false, "1RF00000AA000000A"), (news.IsOfRefund, news.IsOfReversal, news.RefundId));
    }

    private static async Task<(OrderStore Orders, AdoptRefunds Adoption, SubmitRefund Submit)> AtPayPalAsync(
        LocalStores stores, Order order, ScriptedSale sale, Func<string> shown)
    {
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        Assert.True(await orders.CreateAsync(new OrderChange(order) { Ledger = [.. sale.Ledger] }, Cancellation));
        var paypal = new PayPalBench(asked => ScriptedHttp.Json(
            HttpStatusCode.OK,
            asked.Path.Contains("/refunds/", StringComparison.Ordinal)
                ? shown()
                : $$$"""{"id":"O1","status":"COMPLETED","purchase_units":[{"payments":{"refunds":[{{{shown()}}}]}}]}"""));
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var adoption = new AdoptRefunds(orders, paypal.Client, attention, stores.Clock);
        return (
            orders,
            adoption,
            new SubmitRefund(orders, paypal.Client, adoption, attention, stores.Clock, NullLogger<SubmitRefund>.Instance));
    }

    private static string OurRefund(string status, string amount = "60.00") =>
        $$$"""{"id":"R1","status":"{{{status}}}","custom_id":"{{{Refund.Key(ScriptedSale.OrderId, 1)}}}","amount":{"currency_code":"USD","value":"{{{amount}}}"}}""";

    private static ProviderDispute Lost =>
        new("PP-D-1", ScriptedSale.Start, "RESOLVED", ScriptedSale.Usd("100.00"), ScriptedSale.Usd("100.00"), ScriptedSale.Usd("15.00"))
        {
            Outcome = "RESOLVED_BUYER_FAVOUR",
        };

    private static ScriptedSale Unknown(string amount) =>
        ScriptedSale.Shipped().Did(Give(amount)).Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.OutcomeUnknown(o, 1));

    private static Func<Order, Decision> Give(string amount) =>
        o => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(ScriptedSale.Usd(amount)), new("k", "r"), ScriptedSale.Start);

    private static Func<Order, Decision> Adopt(string id, string amount) =>
        o => RefundDecisions.Adopt(o, id, ScriptedSale.Usd(amount), isCompleted: true, ScriptedSale.Start);
}
