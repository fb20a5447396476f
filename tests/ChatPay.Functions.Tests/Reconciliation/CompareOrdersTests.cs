using Azure.Data.Tables;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Shared.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Reconciliation;

/// <summary>An order's postings are in the provider's list, or an operator is alerted.</summary>
public sealed class CompareOrdersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payment_ThatTheProviderDoesNotList_WaitsForTheOperator()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Paid();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation));
        var capture = sale.Order.Capture!;

        Assert.Empty(await RaisedAsync(stores, orders, [new PayPalTransactionInfo(capture.ProviderId, "T0006", "S")], capture.At));
        Assert.Empty(await RaisedAsync(stores, orders, [], capture.At - TimeSpan.FromSeconds(1)));
        var item = Assert.Single(
            await RaisedAsync(stores, orders, [new PayPalTransactionInfo(capture.ProviderId, "T0006", "D")], capture.At));
        Assert.Equal(("not-at-provider", capture.ProviderId, sale.Order.Id), (item.Kind, item.Subject, item.OrderId));
    }

    [Fact]
    public async Task Order_ThatCannotBeRead_KeepsNoOtherFromBeingCompared()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Paid();
        var capture = sale.Order.Capture!;
        foreach (var id in new[] { "ord-0", "ord-1", "ord-2" })
            await orders.CreateAsync(new OrderChange(sale.Order with { Id = id }) { Ledger = sale.Ledger }, Cancellation);
        foreach (var id in new[] { "ord-0", "ord-1" })
            await stores.Tables.Orders.UpsertEntityAsync(
                new TableEntity(id, OrderRows.State) { ["Doc"] = "{" }, TableUpdateMode.Replace, Cancellation);

        Assert.Equal("ord-2", Assert.Single(await RaisedAsync(stores, orders, [], capture.At)).OrderId);
    }

    [Fact]
    public async Task Day_OfWhichAllWasFound_IsNotComparedAgain()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Paid();
        var listed = new List<PayPalTransactionInfo>();
        for (var i = 0; i < 20; i++)
        {
            var (order, capture) = (sale.Order with { Id = $"ord-{i}" }, sale.Order.Capture! with { ProviderId = $"CAPTURE{i}" });
            await orders.CreateAsync(
                new OrderChange(order with { Capture = capture }) { Ledger = OrderPostings.Captured(order, capture) }, Cancellation);
            if (i > 0)
                listed.Add(new PayPalTransactionInfo(capture.ProviderId, "T0006", "S"));
        }

        // A transaction is missing for two nights.
        var day = sale.Order.Capture!.At;
        Assert.Equal(20, await ReadsAsync(day.AddDays(2)));
        Assert.Equal(20, await ReadsAsync(day.AddDays(3)));
        listed.Add(new PayPalTransactionInfo("CAPTURE0", "T0006", "S"));
        Assert.Equal(20, await ReadsAsync(day.AddDays(4)));
        Assert.Equal(0, await ReadsAsync(day.AddDays(5)));

        async Task<int> ReadsAsync(DateTimeOffset to)
        {
            var counts = new RequestCounts();
            var tables = new ChatPayTables(stores.Watched(counts).Tables);
            await new CompareOrders(
                new MovementIndex(tables), new ComparedDays(tables), OrderStores.Of(tables, stores.Queues, stores.Clock),
                new OperatorAlerts(tables, stores.Clock), NullLogger<CompareOrders>.Instance
            ).RunAsync(listed, to.AddDays(-7), to, Cancellation);
            return counts["orders read"];
        }
    }

    private static async Task<IReadOnlyList<OperatorAlert>> RaisedAsync(
        LocalStores stores,
        OrderStore orders,
        IReadOnlyList<PayPalTransactionInfo> listed,
        DateTimeOffset to)
    {
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await new CompareOrders(
            new MovementIndex(stores.Tables),
            new ComparedDays(stores.Tables),
            orders,
            attention,
            NullLogger<CompareOrders>.Instance
        ).RunAsync(listed, to - TimeSpan.FromDays(2), to, Cancellation);
        return await attention.ListOpenAsync(Cancellation);
    }
}
