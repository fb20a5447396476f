using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Reconciliation;

/// <summary>What an order has booked is in the provider's list, or an operator is told.</summary>
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

    private static async Task<IReadOnlyList<OperatorAlert>> RaisedAsync(
        LocalStores stores,
        OrderStore orders,
        IReadOnlyList<PayPalTransactionInfo> listed,
        DateTimeOffset to)
    {
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await new CompareOrders(new MovementIndex(stores.Tables), orders, attention).RunAsync(
            listed,
            to - TimeSpan.FromDays(2),
            to,
            Cancellation);
        return await attention.ListOpenAsync(Cancellation);
    }
}
