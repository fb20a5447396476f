using System.Net;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Shipping.ShipTo;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>A new PayPal status that this app does not know: no money is booked for it, and none is given up.</summary>
public sealed class UnknownStatusTests
{
    private const string Status = "UNDER_CONSIDERATION";
    private static readonly string RefundKey = Refund.Key(ScriptedSale.OrderId, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Capture_OfAnUnknownStatus_IsNoPayment()
    {
        await using var stores = await LocalStores.StartAsync();
        var status = Status;
        var (settle, orders, attention) = await SettlingAsync(stores, () => OrderWith("COMPLETED", $$$$"""
            {"id":"C1","status":"{{{{status}}}}","seller_receivable_breakdown":{
             "gross_amount":{"currency_code":"USD","value":"100.00"},"paypal_fee":{"currency_code":"USD","value":"3.98"}}}
            """));

        await settle.SettleAsync(ScriptedSale.OrderId, null, Cancellation);
        var order = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
        Assert.Equal((null, CheckoutState.CapturePending), (order.Capture, order.CurrentCheckout!.State));
        Assert.Contains(Status, Assert.Single(await attention.ListOpenAsync(Cancellation)).What, StringComparison.Ordinal);

        status = "COMPLETED";
        await settle.SettleAsync(ScriptedSale.OrderId, null, Cancellation);
        Assert.Equal("C1", (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.Capture?.ProviderId);
        Assert.Empty(await attention.ListOpenAsync(Cancellation));
    }

    [Fact]
    public async Task Order_CompletedWithoutItsCapture_IsNotGivenUp()
    {
        await using var stores = await LocalStores.StartAsync();
        var captures = "";
        var (settle, orders, _) = await SettlingAsync(stores, () => OrderWith("COMPLETED", captures));

        await settle.SettleAsync(ScriptedSale.OrderId, null, Cancellation);
        Assert.True((await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.CurrentCheckout!.IsBeingCaptured);

        captures = """
            {"id":"C1","status":"COMPLETED","seller_receivable_breakdown":{"gross_amount":{"currency_code":"USD","value":"100.00"}}}
            """;
        await settle.SettleAsync(ScriptedSale.OrderId, null, Cancellation);
        Assert.Equal("C1", (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.Capture?.ProviderId);
    }

    [Fact]
    public async Task Answer_ToACaptureThatShowsNone_IsNoOutcome()
    {
        await using var stores = await LocalStores.StartAsync();
        var (settle, orders, _) = await SettlingAsync(
            stores,
            () =>
                ScriptedHttp.Json(
                    HttpStatusCode.OK,
                    $$$"""
                    {"id":"PAYPAL1","status":"APPROVED","purchase_units":[{"custom_id":"{{{Checkout.Key(
                        ScriptedSale.OrderId,
                        1
                    )}}}","payee":{"merchant_id":"PLATFORM"},
                     "amount":{"currency_code":"USD","value":"100.00"}}]}
                    """));

        await settle.SettleAsync(ScriptedSale.OrderId, null, Cancellation);
        Assert.Equal(CheckoutState.Unknown, (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.CurrentCheckout!.State);
    }

    [Fact]
    public async Task Refund_OfAnUnknownStatus_IsNotGivenUp()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(7), Cancellation);
        var sale = ScriptedSale.Refunding();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        var status = Status;
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(HttpStatusCode.OK, $$"""{"id":"R1","status":"{{status}}","custom_id":"{{RefundKey}}"}"""));
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var submit = new SubmitRefund(
            orders,
            paypal.Client,
            new AdoptRefunds(orders, paypal.Client, attention, stores.Clock),
            attention,
            stores.Clock,
            NullLogger<SubmitRefund>.Instance);

        Assert.Equal(RefundState.Pending, await submit.RunAsync(RefundKey, Cancellation));
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(2), Cancellation);
        Assert.Equal(RefundState.Pending, await submit.RunAsync(RefundKey, Cancellation));
        Assert.Contains(Status, Assert.Single(await attention.ListOpenAsync(Cancellation)).What, StringComparison.Ordinal);

        status = "COMPLETED";
        Assert.Equal(RefundState.Completed, await submit.RunAsync(RefundKey, Cancellation));
        Assert.Empty(await attention.ListOpenAsync(Cancellation));
        Assert.Single(paypal.Calls, c => c.Method == "POST");
    }

    [Theory]
    [InlineData("PENDING", true)]
    [InlineData(Status, true)]
    [InlineData("FAILED", false)]
    [InlineData("CANCELLED", false)]
    public async Task Reversal_ThatHasNotGoneThrough_IsNotBookedBeforeItHas(string status, bool waits)
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Shipped();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        var paypal = new PayPalBench(http =>
            http.Path.Contains("refunds", StringComparison.Ordinal)
                ? ScriptedHttp.Json(
                    HttpStatusCode.OK,
                    $$$"""{"id":"R1","status":"{{{status}}}","amount":{"currency_code":"USD","value":"40.00"}}""")
                : OrderWith("COMPLETED", ""));
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        var adoption = new AdoptRefunds(orders, paypal.Client, attention, stores.Clock);

        await adoption.RunAsync(ScriptedSale.OrderId, "R1", Cancellation);
        var order = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
        Assert.Empty(order.Refunds);
        Assert.Equal(waits ? 1 : 0, (await attention.ListOpenAsync(Cancellation)).Count);

        status = "COMPLETED";
        await adoption.RunAsync(ScriptedSale.OrderId, "R1", Cancellation);
        Assert.Equal(RefundState.Completed, Assert.Single((await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.Refunds).State);
    }

    private static async Task<(SettlePayment Settle, OrderStore Orders, OperatorAlerts Attention)> SettlingAsync(
        LocalStores stores,
        Func<HttpResponseMessage> shown)
    {
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Capturing();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        var paypal = new PayPalBench(_ => shown()).Client;
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        // The payment has no address, so the address store is never used.
        var addresses = new ShipToAddresses(stores.Tables, null!, paypal, null!, NullLogger<ShipToAddresses>.Instance);
        var settle = new SettlePayment(
            orders,
            new SellerStore(stores.Tables, stores.Clock),
            addresses,
            paypal,
            attention,
            Options.Create(new PayPalOptions { MerchantId = "PLATFORM" }),
            stores.Clock,
            NullLogger<SettlePayment>.Instance);
        return (settle, orders, attention);
    }

    private static HttpResponseMessage OrderWith(string status, string captures) => ScriptedHttp.Json(
        HttpStatusCode.OK, $$$"""{"id":"PAYPAL1","status":"{{{status}}}","purchase_units":[{"payments":{"captures":[{{{captures}}}]}}]}""");
}
