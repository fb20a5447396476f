using Azure.Data.Tables;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Operations;

/// <summary>Orders are found by the ids of PayPal and carriers as soon as they have them.</summary>
public sealed class OrderSearchIndexTests
{
    private const string Number = "9400 1000 0000 0000 0000 00";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_InterruptedAtAnyRequest_IsNeverWrittenWithoutItsHint()
    {
        for (var requests = 0; ; requests++)
        {
            await using var stores = await LocalStores.StartAsync();
            var died = false;
            await WriteAsync(stores.Tables, stores, ScriptedSale.Paid().Order);
            try
            {
                await ShipAsync(stores.DyingAfter(requests, () => died = true), stores);
            }
            catch (Exception) when (died)
            {
                // A search happens now.
            }

            var order = (await OrdersOf(stores.Tables, stores).GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
            if (order.Shipments.Count > 0)
                Assert.Equal([ScriptedSale.OrderId], await HintsAsync(stores, OrderSearchIndex.OfTracking(Number)));
            if (died)
                continue;
            Assert.True(requests > 2, "Nothing was interrupted.");
            return;
        }
    }

    [Fact]
    public async Task Order_FromBeforeThereWasASearch_IsFoundFromItsNextChange()
    {
        await using var stores = await LocalStores.StartAsync();
        var paid = ScriptedSale.Paid().Order;
        await stores.Tables.Orders.AddEntityAsync(Documents.ToRow(paid.Id, "order", paid), Cancellation);
        var key = OrderSearchIndex.OfPayPal(paid.Capture!.ProviderId);
        Assert.Empty(await HintsAsync(stores, key));

        await ShipAsync(stores.Tables, stores);
        Assert.Equal([paid.Id], await HintsAsync(stores, key));
    }

    [Fact]
    public async Task Key_OfATrackingNumber_IsTheSameHoweverItIsSpacedAndDoesNotShowIt()
    {
        Assert.Equal(OrderSearchIndex.OfTracking(Number), OrderSearchIndex.OfTracking("94001000-00000000 000000"));
        Assert.NotEqual(OrderSearchIndex.OfTracking("8AB"), OrderSearchIndex.OfPayPal("8AB"));

        await using var stores = await LocalStores.StartAsync();
        await WriteAsync(stores.Tables, stores, ScriptedSale.Paid().Order);
        await ShipAsync(stores.Tables, stores);
        await foreach (var row in stores.Tables.Indexes.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            Assert.DoesNotContain("9400", row.PartitionKey + row.RowKey, StringComparison.Ordinal);
    }

    private static OrderStore OrdersOf(ChatPayTables tables, LocalStores stores) => OrderStores.Of(tables, stores.Queues, stores.Clock);

    private static async Task WriteAsync(ChatPayTables tables, LocalStores stores, Order order) =>
        Assert.True(await OrdersOf(tables, stores).CreateAsync(new OrderChange(order), Cancellation));

    private static Task<TransitionResult> ShipAsync(ChatPayTables tables, LocalStores stores) => OrdersOf(tables, stores).ChangeAsync(
        ScriptedSale.OrderId,
        order => new OrderChange(order with
        {
            Shipments = [new Shipment("shp-1", [0], ScriptedSale.Start) { Carrier = "USPS", TrackingNumber = Number }],
        }),
        Cancellation);

    private static async Task<IReadOnlyList<string>> HintsAsync(LocalStores stores, string key)
    {
        var found = new List<string>();
        await foreach (var id in new OrderSearchIndex(stores.Tables).ListAsync(key, null, Cancellation))
            found.Add(id);
        return found;
    }
}
