using System.Net;
using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Orders.Tracking;

/// <summary>Shipments are reported to PayPal once each, and withdrawn when they are un-marked.</summary>
public sealed class ReportTrackingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_CrashedAfterEachRequest_TellsOnceUnderOneKey()
    {
        for (var (requests, died) = (0, true); died; requests++)
        {
            died = false;
            await using var stores = await LocalStores.StartAsync();
            var orders = await ShippedAsync(stores);
            var paypal = new PayPalBench(_ => Order("C1-" + ScriptedSale.Parcel("s", ScriptedSale.Start, "USPS 1").TrackingNumber));
            try
            {
                await Report(stores, OrderStores.Of(stores.DyingAfter(requests, () => died = true), stores.Queues, stores.Clock), paypal)
                    .RunAsync(ScriptedSale.OrderId, Cancellation);
            }
            catch (LocalStores.DeathException)
            {
                // The engine retries it.
            }

            await Report(stores, orders, paypal).RunAsync(ScriptedSale.OrderId, Cancellation);
            await Report(stores, orders, paypal).RunAsync(ScriptedSale.OrderId, Cancellation);
            Assert.Equal("ord-1-shp-1-1", Assert.Single(paypal.Calls.Select(c => c.Header("PayPal-Request-Id")).Distinct()));
            Assert.Equal("C1-9999999999999999999991", (await ReportedAsync(orders))!.TrackerId);
        }
    }

    [Fact]
    public async Task Report_UnmarkedWhileItIsTold_WithdrawsItAtOnce()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = await ShippedAsync(stores);
        var paypal = new PayPalBench(async (asked, _) =>
        {
            if (asked.Method == "PATCH")
                return new HttpResponseMessage(HttpStatusCode.NoContent);
            await orders.ChangeAsync(ScriptedSale.OrderId, o => ShipmentTransitions.Unmark(o, "shp-1", ScriptedSale.Start), Cancellation);
            return Order("C1-9999999999999999999991");
        });

        await Report(stores, orders, paypal).RunAsync(ScriptedSale.OrderId, Cancellation);

        Assert.Equal(["POST", "PATCH"], paypal.Calls.Select(c => c.Method));
        Assert.Null(await ReportedAsync(orders));
    }

    [Fact]
    public async Task Report_Refused_TellsTheOperatorAndDoesNotAskAgain()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = await ShippedAsync(stores);
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(
            HttpStatusCode.UnprocessableEntity, """{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"CAPTURE_STATUS_NOT_VALID"}]}"""));

        await Report(stores, orders, paypal).RunAsync(ScriptedSale.OrderId, Cancellation);
        await Report(stores, orders, paypal).RunAsync(ScriptedSale.OrderId, Cancellation);

        Assert.Single(paypal.Calls);
        var item = Assert.Single(await new OperatorAlerts(stores.Tables, stores.Clock).ListOpenAsync(Cancellation));
        Assert.Equal(("tracking-refused", ScriptedSale.OrderId), (item.Kind, item.OrderId));
    }

    [Theory]
    [InlineData(FulfilmentKind.Pickup)]
    [InlineData(FulfilmentKind.Service)]
    public void Wanted_NothingThatIsCarried_IsNothing(FulfilmentKind kind)
    {
        var order = ScriptedSale.Shipped().Order with { Kind = kind };
        Assert.Null(ReportedTracking.WantedFor(order, order.Shipments[0]));
    }

    [Fact]
    public void Wanted_AnotherCarrier_IsNamedBesideOther()
    {
        var order = ScriptedSale
            .Paid()
            .Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-1", ScriptedSale.Start, "Hare 12345")))
            .Order;
        Assert.Equal(
            ("OTHER", "Hare"),
            (
                ReportedTracking.WantedFor(order, order.Shipments[0])!.Carrier,
                ReportedTracking.WantedFor(order, order.Shipments[0])!.CarrierName));
    }

    private static ReportTracking Report(LocalStores stores, OrderStore orders, PayPalBench paypal) =>
        new(
            orders,
            new ConversationStore(stores.Tables, new ConversationIndex(stores.Tables), stores.Clock),
            paypal.Client,
            new OperatorAlerts(stores.Tables, stores.Clock),
            stores.Clock);

    private static async Task<OrderStore> ShippedAsync(LocalStores stores)
    {
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Shipped();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = [.. sale.Ledger] }, Cancellation));
        return orders;
    }

    private static async Task<ReportedTracking?> ReportedAsync(OrderStore orders) =>
        (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.Shipments[0].Reported;

    private static HttpResponseMessage Order(string tracker) =>
        ScriptedHttp.Json(
            HttpStatusCode.Created,
            $$$"""{"id":"PAYPAL1","status":"COMPLETED","purchase_units":[{"reference_id":"ord-1","shipping":{"trackers":[{"id":"{{{tracker}}}","status":"SHIPPED"}]}}]}"""
        );
}
