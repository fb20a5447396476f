using System.Net;
using System.Text;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>Case 02: PayPal reverses part of a payment.</summary>
public sealed class ReversedCaptureTests
{
    private const string Id = "9RV00000AA000000A";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Event_OfAReversal_NamesTheOrderAndTheReversal()
    {
        var news = PayPalEvent.Read(
            Encoding.UTF8.GetBytes(
                """
                {"id":"WH-1AA00000AA000000A-2BB00000BB000000B","resource_type":"refund","event_type":"PAYMENT.CAPTURE.REVERSED",
                 "resource":{"id":"9RV00000AA000000A","amount":{"currency_code":"USD","value":"40.00"},"custom_id":"ord-1-checkout-1","invoice_id":"ord-1","status":"COMPLETED",
                  "links":[{"href":"https://api.paypal.com/v2/payments/captures/8CP00000AA000000A","rel":"up","method":"GET"}]}}
                """)
        )!;
        Assert.Equal((true, true, Id, "8CP00000AA000000A"), (news.IsOfRefund, news.IsOfReversal, news.RefundId, news.CaptureId));
    }

    [Fact]
    public void Reversal_InTheHold_IsTakenFromTheHoldOnce()
    {
        var sale = ScriptedSale.Shipped().Did(Reverse("40.00")).HasNothingToDo(Reverse("40.00"));
        Assert.Equal(
            (ScriptedSale.Usd("53.02"), ScriptedSale.Usd("40.00"), true),
            (sale.Order.Held, sale.Order.GivenBack, sale.Order.Refunds[0].IsReversal));
    }

    [Fact]
    public void Reversal_AfterThePayout_IsTheSellersDebt() =>
        Assert.Equal(ScriptedSale.Usd("38.00"), ScriptedSale.PaidOut().Did(Reverse("40.00")).Order.Debt);

    [Fact]
    public void Reversal_OfWhatACaseHasTaken_IsBookedWithTheCase()
    {
        var reading = new ProviderDispute(
            "PP-D-1",
            ScriptedSale.Start,
            "WAITING_FOR_SELLER_RESPONSE",
            ScriptedSale.Usd("40.00"),
            ScriptedSale.Usd("40.00"),
            ScriptedSale.Usd("0.00"));
        var sale = ScriptedSale
            .Shipped()
            .Did(o => DisputeTransitions.Observe(o, reading, ScriptedSale.Start))
            .Did(Reverse("40.00"))
            .HasNothingToDo(Reverse("40.00"));
        sale.Did(o =>
                DisputeTransitions.Observe(o, reading with { Status = "RESOLVED", Outcome = "RESOLVED_BUYER_FAVOUR" }, ScriptedSale.Start))
            .HasNothingToDo(Reverse("40.00"));
        Assert.Equal(ScriptedSale.Usd("40.00"), sale.Order.GivenBack);
    }

    /// <summary>The dispute is reported last: its money is what was reversed, before or after the payout.</summary>
    [Theory]
    [InlineData(true, "40.00")]
    [InlineData(true, "100.00")]
    [InlineData(false, "40.00")]
    [InlineData(false, "100.00")]
    public void Case_AfterTheReversalOfTheSameMoney_TakesItOnce(bool isPaidOut, string amount)
    {
        var sale = (isPaidOut ? ScriptedSale.PaidOut() : ScriptedSale.Shipped()).Did(Reverse(amount));
        var owed = (sale.Order.Held, sale.Order.Debt);
        var reading = new ProviderDispute(
            "PP-D-1",
            ScriptedSale.Start,
            "UNDER_REVIEW",
            ScriptedSale.Usd(amount),
            ScriptedSale.Usd(amount),
            null);
        sale.Did(o => DisputeTransitions.Observe(o, reading, ScriptedSale.Start)).HasNothingToDo(Reverse(amount));
        Assert.Equal((ScriptedSale.Usd(amount), ScriptedSale.Usd("0.00")), (sale.Order.Disputes[0].Withheld, sale.Order.GivenBack));

        sale.Did(o =>
                DisputeTransitions.Observe(o, reading with { Status = "RESOLVED", Outcome = "RESOLVED_BUYER_FAVOUR" }, ScriptedSale.Start))
            .HasNothingToDo(Reverse(amount));
        Assert.Equal((ScriptedSale.Usd(amount), owed), (sale.Order.GivenBack, (sale.Order.Held, sale.Order.Debt)));
    }

    [Fact]
    public void Case_AfterTheReversalOfTheSameMoney_IsTheSellersAgainWhenWon()
    {
        var reading = new ProviderDispute(
            "PP-D-1",
            ScriptedSale.Start,
            "UNDER_REVIEW",
            ScriptedSale.Usd("40.00"),
            ScriptedSale.Usd("40.00"),
            null);
        var sale = ScriptedSale.Shipped().Did(Reverse("40.00")).Did(o => DisputeTransitions.Observe(o, reading, ScriptedSale.Start));
        sale.Did(o =>
            DisputeTransitions.Observe(
                o,
                reading with
                {
                    Status = "RESOLVED",
                    Settlement = ScriptedSale.Usd("0.00"),
                    Outcome = "RESOLVED_SELLER_FAVOUR",
                },
                ScriptedSale.Start));
        Assert.Equal((ScriptedSale.Usd("91.02"), ScriptedSale.Usd("0.00")), (sale.Order.Held, sale.Order.GivenBack));
    }

    /// <summary>Its opening was never reported: PayPal took the money, which was booked as a reversal, and returned it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Case_FirstHeardOfWhenItIsWon_GivesBackWhatWasReversed(bool isPaidOut)
    {
        var sale = isPaidOut ? ScriptedSale.PaidOut() : ScriptedSale.Shipped();
        var before = (sale.Order.Held, sale.Order.Debt, sale.Order.GivenBack);
        var reading = new ProviderDispute(
            "PP-D-1",
            ScriptedSale.Start,
            "RESOLVED",
            ScriptedSale.Usd("100.00"),
            ScriptedSale.Usd("0.00"),
            null)
        {
            Taken = ScriptedSale.Usd("100.00"),
            Outcome = "RESOLVED_SELLER_FAVOUR",
        };

        sale.Did(Reverse("100.00")).Did(o => DisputeTransitions.Observe(o, reading, ScriptedSale.Start));

        Assert.Equal(before, (sale.Order.Held, sale.Order.Debt, sale.Order.GivenBack));
        Assert.Equal(DisputeState.Won, sale.Order.Disputes[0].State);
    }

    /// <summary>A closed case does not return money that PayPal takes later.</summary>
    [Fact]
    public void Reversal_AfterACaseThatWasWon_StaysBookedWhenTheCaseIsReadAgain()
    {
        var reading = new ProviderDispute(
            "PP-D-1",
            ScriptedSale.Start,
            "UNDER_REVIEW",
            ScriptedSale.Usd("40.00"),
            ScriptedSale.Usd("40.00"),
            null);
        var won = reading with
        {
            Status = "RESOLVED",
            Settlement = ScriptedSale.Usd("0.00"),
            Taken = ScriptedSale.Usd("40.00"),
            Outcome = "RESOLVED_SELLER_FAVOUR",
        };
        var sale = ScriptedSale
            .Shipped()
            .Did(o => DisputeTransitions.Observe(o, reading, ScriptedSale.Start))
            .Did(o => DisputeTransitions.Observe(o, won, ScriptedSale.Start));

        sale.Did(Reverse("40.00"))
            .Do(o => DisputeTransitions.Observe(o, won with { UpdatedAt = ScriptedSale.Start.AddDays(1) }, ScriptedSale.Start));

        Assert.Equal(ScriptedSale.Usd("40.00"), sale.Order.GivenBack);
    }

    [Fact]
    public void Case_WithoutAListOfAmounts_TakesTheReversedMoneyOnce()
    {
        var reading = new ProviderDispute("PP-D-1", ScriptedSale.Start, "UNDER_REVIEW", ScriptedSale.Usd("100.00"), null, null);
        var sale = ScriptedSale.Shipped().Did(Reverse("100.00")).Did(o => DisputeTransitions.Observe(o, reading, ScriptedSale.Start));
        Assert.Equal(ScriptedSale.Usd("100.00"), sale.Order.GivenBack);
        sale.Did(o =>
            DisputeTransitions.Observe(
                o,
                reading with
                {
                    Status = "RESOLVED",
                    Outcome = "RESOLVED_BUYER_FAVOUR",
                    Refunded = ScriptedSale.Usd("100.00"),
                },
                ScriptedSale.Start));
        Assert.Equal((DisputeState.Lost, ScriptedSale.Usd("100.00")), (sale.Order.Disputes[0].State, sale.Order.GivenBack));
    }

    [Fact]
    public void Case_OfOtherMoneyThanTheReversal_IsBookedBesideIt()
    {
        var reading = new ProviderDispute(
            "PP-D-1",
            ScriptedSale.Start,
            "RESOLVED",
            ScriptedSale.Usd("60.00"),
            ScriptedSale.Usd("60.00"),
            null)
        {
            Outcome = "RESOLVED_BUYER_FAVOUR",
        };
        Assert.Equal(
            ScriptedSale.Usd("100.00"),
            ScriptedSale
                .Shipped()
                .Did(Reverse("40.00"))
                .Did(o => DisputeTransitions.Observe(o, reading, ScriptedSale.Start))
                .Order.GivenBack);
    }

    [Fact]
    public void Case_OfMoreThanIsLeft_HoldsWhatWasReversed()
    {
        var reading = new ProviderDispute(
            "PP-D-1",
            ScriptedSale.Start,
            "RESOLVED",
            ScriptedSale.Usd("100.00"),
            ScriptedSale.Usd("100.00"),
            null)
        {
            Outcome = "RESOLVED_BUYER_FAVOUR",
        };
        Assert.Equal(
            ScriptedSale.Usd("100.00"),
            ScriptedSale
                .Shipped()
                .Did(Reverse("40.00"))
                .Did(o => DisputeTransitions.Observe(o, reading, ScriptedSale.Start))
                .Order.GivenBack);
    }

    /// <summary>With and without the reversal among the order's refunds, and when its amount cannot be seen at all.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Reversal_ThatAWebhookTellsOf_IsNeverPaidOut(bool isAmongRefunds, bool isThere)
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Shipped();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        const string refund =
            $$"""{"id":"{{Id}}","status":"COMPLETED","amount":{"currency_code":"USD","value":"40.00"},"custom_id":"ord-1-checkout-1"}""";
        var paypal = new PayPalBench(asked =>
            asked.Path.Contains("/refunds/", StringComparison.Ordinal)
                ? isThere
                    ? ScriptedHttp.Json(HttpStatusCode.OK, refund)
                    : ScriptedHttp.Json(HttpStatusCode.NotFound, """{"name":"RESOURCE_NOT_FOUND"}""")
                : ScriptedHttp.Json(
                    HttpStatusCode.OK,
                    $$$"""{"id":"O1","status":"COMPLETED","purchase_units":[{"payments":{"refunds":[{{{(isAmongRefunds ? refund : "")}}}]}}]}"""
                ));
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var adoption = new AdoptRefunds(orders, paypal.Client, attention, stores.Clock);

        await adoption.RunAsync(ScriptedSale.OrderId, Id, Cancellation);
        await adoption.RunAsync(ScriptedSale.OrderId, Id, Cancellation);

        var order = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
        Assert.Equal(
            ("capture-reversed", Id),
            Assert.Single((await attention.ListOpenAsync(Cancellation)).Select(i => (i.Kind, i.Subject))));
        Assert.Equal((isThere ? ScriptedSale.Usd("40.00") : ScriptedSale.Usd("0.00"), !isThere), (order.GivenBack, order.ManuallyBlocked));

        // The operator has lifted the block; then PayPal's event arrives again.
        await orders.ChangeAsync(ScriptedSale.OrderId, PayoutTransitions.Unblock, Cancellation);
        await adoption.RunAsync(ScriptedSale.OrderId, Id, Cancellation);
        Assert.False((await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.ManuallyBlocked);
    }

    private static Func<Order, Decision> Reverse(string amount) =>
        o => RefundDecisions.Reverse(o, Id, ScriptedSale.Usd(amount), ScriptedSale.Start);
}
