using System.Net;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Refunds;
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
            .Did(o => RefundDecisions.Made(o, 1, "R1", ScriptedSale.Usd("30.00"), ScriptedSale.Start));
        sale.HasNothingToDo(o => RefundDecisions.Made(o, 1, "R1", ScriptedSale.Usd("30.00"), ScriptedSale.Start))
            .HasNothingToDo(Adopt("R9", "30.00"));
        Assert.Equal(ScriptedSale.Usd("60.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Ended_ByAnOperator_GivesTheSellerTheMoneyBackAndCanBeGivenAnew()
    {
        var sale = Unknown("60.00")
            .Did(o => RefundTransitions.End(o, 1, ScriptedSale.Start))
            .HasNothingToDo(o => RefundTransitions.End(o, 1, ScriptedSale.Start));
        Assert.Equal(
            (RefundState.Failed, ScriptedSale.Usd("91.02"), ScriptedSale.Usd("100.00")),
            (sale.Order.Refunds[0].State, sale.Order.Held, sale.Order.Refundable));

        // It was made after all: it appears, and is booked.
        sale.Did(o => RefundDecisions.Made(o, 1, "R1", ScriptedSale.Usd("60.00"), ScriptedSale.Start));
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
