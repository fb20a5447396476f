using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Shared.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>An order with a debt is on the list of debts until it is paid, and returns to the list if it was lost.</summary>
public sealed class ForgottenDebtTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Debt_WhoseRefundIsUnderWayDuringASweep_IsNettedByALaterOne()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var refunding = ScriptedSale
            .PaidOut()
            .Did(o =>
                RefundDecisions.Give(
                    o,
                    RefundReason.Seller,
                    new RefundRequest(ScriptedSale.Usd("20.00")),
                    new("k", "r"),
                    ScriptedSale.Start));
        await StoreAsync(orders, refunding, "ord-1");
        await orders.CreateAsync(new OrderChange(ScriptedSale.Released().Order with { Id = "ord-2" }), Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(2), Cancellation);

        var debts = new DebtIndex(stores.Tables);
        await NetAsync();
        Assert.Equal(ScriptedSale.Usd("91.02"), (await orders.GetAsync("ord-2", Cancellation)).Order.CurrentPayout!.Amount);

        await orders.ChangeAsync("ord-1", o => RefundTransitions.Submit(o, 1), Cancellation);
        await orders.ChangeAsync("ord-1", o => RefundTransitions.Complete(o, 1, "R", stores.Clock.GetUtcNow()), Cancellation);
        await NetAsync();
        Assert.Equal(ScriptedSale.Usd("72.02"), (await orders.GetAsync("ord-2", Cancellation)).Order.CurrentPayout!.Amount);
        Assert.Equal(ScriptedSale.Usd("0.00"), (await orders.GetAsync("ord-1", Cancellation)).Order.Debt);

        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(2), Cancellation);
        await NetAsync();
        Assert.Empty(await debts.ListAllAsync(Cancellation));

        async Task NetAsync() =>
            await new NetDebts(orders, debts, stores.Clock).RunAsync(
                (await orders.GetAsync("ord-2", Cancellation)).Order,
                [],
                Cancellation);
    }

    [Fact]
    public async Task Debt_ThatNoHintNames_IsFoundByTheNight()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        await StoreAsync(orders, Owing("20.00"), "ord-1");
        var debts = new DebtIndex(stores.Tables);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(40), Cancellation);
        await debts.RemoveAsync(Assert.Single(await debts.ListAllAsync(Cancellation)), stores.Clock.GetUtcNow(), Cancellation);

        var items = await NightAsync(stores, orders);
        Assert.Equal("ord-1", Assert.Single(await debts.ListAllAsync(Cancellation)).OrderId);
        Assert.Contains("19.00 USD", Assert.Single(items).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_ThatHoldsAndOwesNothing_LeavesTheListOfTheOpenOnes()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        await orders.CreateAsync(new OrderChange(ScriptedSale.Shipped().Order), Cancellation);
        await orders.ChangeAsync(ScriptedSale.OrderId, _ => new OrderChange(ScriptedSale.PaidOut().Order), Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);

        Assert.Empty(await NightAsync(stores, orders));
        Assert.Empty(await new SellerOrderIndex(stores.Tables, stores.Clock).OpenAsync(ScriptedSale.SellerId, Cancellation));
    }

    [Fact]
    public async Task Debts_InTwoCurrencies_AreNotAdded()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        await StoreAsync(orders, Owing("6.00"), "ord-1");
        await StoreAsync(orders, Owing("6.00"), "ord-2", "EUR");
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(40), Cancellation);

        // 5.70 each: below the 10.00 that may be owed indefinitely, and not added up to 11.40.
        Assert.Empty(await NightAsync(stores, orders));
    }

    /// <summary>What was paid or written off makes no later debt older. The oldest is paid first.</summary>
    [Fact]
    public void Debt_IsAsOldAsWhatIsLeftOfIt()
    {
        var (first, second, third) = (ScriptedSale.Start, ScriptedSale.Start.AddDays(20), ScriptedSale.Start.AddDays(40));
        var sale = Owing("20.00");
        Assert.Equal(first, sale.Order.OwesSince);
        sale.Did(o => NettingTransitions.WriteOff(o, "bankrupt", first));
        Assert.Null(sale.Order.OwesSince);

        Refund(2, second);
        Assert.Equal(second, sale.Order.OwesSince);
        Refund(3, third);
        Assert.Equal(second, sale.Order.OwesSince);
        Paid("18.99");
        Assert.Equal(second, sale.Order.OwesSince);
        Paid("0.01");
        Assert.Equal(third, sale.Order.OwesSince);

        void Refund(int n, DateTimeOffset at) => sale
            .Did(o => RefundDecisions.Give(
                o, RefundReason.Seller, new RefundRequest(ScriptedSale.Usd("20.00")), new($"k{n}", "r"), at))
            .Did(o => RefundTransitions.Submit(o, n))
            .Did(o => RefundTransitions.Complete(o, n, $"R{n}", at));

        void Paid(string amount) => sale
            .Did(o => NettingTransitions.Reserve(o, "ord-2", ScriptedSale.Usd(amount), third))
            .Did(o => NettingTransitions.Follow(o, o.PendingTransfer!.Id, isPaid: true, third));
    }

    [Fact]
    public async Task Debt_InAnotherCurrency_DoesNotKeepAPayoutBack()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        await StoreAsync(orders, Owing("6.00"), "ord-1", "EUR");
        await orders.CreateAsync(new OrderChange(ScriptedSale.Released().Order with { Id = "ord-2" }), Cancellation);
        var pays = await new NetDebts(orders, new DebtIndex(stores.Tables), stores.Clock)
            .RunAsync((await orders.GetAsync("ord-2", Cancellation)).Order, [], Cancellation);
        Assert.Equal(ScriptedSale.Usd("91.02"), pays.CurrentPayout!.Amount);
    }

    [Fact]
    public async Task Orders_ThatOnlyWait_CostTheNightNothing()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        for (var i = 0; i < 30; i++)
            await StoreAsync(orders, ScriptedSale.Shipped(), $"ord-{i}");
        // The first night reads everything held, the next one what has moved on the day of the first.
        await NightAsync(stores, orders);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(2), Cancellation);
        await NightAsync(stores, orders);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        var counts = new RequestCounts();
        var watched = new ChatPayTables(stores.Watched(counts).Tables);
        await NightAsync(stores, OrderStores.Of(watched, stores.Queues, stores.Clock), watched);
        Assert.Equal(0, counts["orders read"]);
        Assert.InRange(counts.Total, 0, 6);
    }

    [Fact]
    public async Task Debt_OfMoneyThatMovedSinceTheNightBefore_IsFoundByTheNight()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        await NightAsync(stores, orders);

        await StoreAsync(orders, Owing("20.00"), "ord-1");
        var debts = new DebtIndex(stores.Tables);
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        await debts.RemoveAsync(Assert.Single(await debts.ListAllAsync(Cancellation)), stores.Clock.GetUtcNow(), Cancellation);
        await NightAsync(stores, orders);
        Assert.Equal("ord-1", Assert.Single(await debts.ListAllAsync(Cancellation)).OrderId);
    }

    [Fact]
    public async Task Order_ThatIsPaidOutAfterTheFirstNight_LeavesTheListOfTheOpenOnes()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        await NightAsync(stores, orders);
        await orders.CreateAsync(new OrderChange(ScriptedSale.Shipped().Order), Cancellation);
        var paidOut = ScriptedSale.PaidOut();
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(4), Cancellation);
        await orders.ChangeAsync(
            ScriptedSale.OrderId, _ => new OrderChange(paidOut.Order) { Ledger = [.. paidOut.Ledger] }, Cancellation);
        await NightAsync(stores, orders);
        Assert.Empty(await new SellerOrderIndex(stores.Tables, stores.Clock).OpenAsync(ScriptedSale.SellerId, Cancellation));
    }

    [Fact]
    public async Task Debts_OfASeller_AreReadOnceASweep()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        for (var i = 0; i < 10; i++)
            await StoreAsync(orders, Owing("100.00"), $"ord-owes-{i}");
        for (var i = 0; i < 10; i++)
            await orders.CreateAsync(new OrderChange(ScriptedSale.Released().Order with { Id = $"ord-pays-{i}" }), Cancellation);

        var counts = new RequestCounts();
        var watched = new ChatPayTables(stores.Watched(counts).Tables);
        var store = OrderStores.Of(watched, stores.Queues, stores.Clock);
        var (netting, known) = (new NetDebts(store, new DebtIndex(watched), stores.Clock), new Dictionary<string, List<OwingOrder>>());
        for (var i = 0; i < 10; i++)
        {
            var pays = (await orders.GetAsync($"ord-pays-{i}", Cancellation)).Order;
            Assert.Equal(0, (await netting.RunAsync(pays, known, Cancellation)).CurrentPayout!.Amount.MinorUnits);
        }

        // Reads the ten debtors once; each of fewer than twenty transfers reads both sides three times at most.
        Assert.InRange(counts["orders read"], 10, 10 + (20 * 6));
        Assert.Equal(1, counts["indexes query"]);
    }

    private static async Task<IReadOnlyList<OperatorAlert>> NightAsync(
        LocalStores stores, OrderStore orders, ChatPayTables? tables = null)
    {
        tables ??= stores.Tables;
        var (sellers, attention) = (new SellerStore(tables, stores.Clock), new OperatorAlerts(tables, stores.Clock));
        await new SellerStore(stores.Tables, stores.Clock).CreateAsync(
            Sellers.SellerFacts.Active(ScriptedSale.SellerId, ScriptedSale.Start),
            Cancellation);
        var debts = new DebtIndex(tables);
        var forgotten = new FindForgottenDebts(
            new SellerOrderIndex(tables, stores.Clock),
            new MovementIndex(tables),
            debts,
            orders,
            tables,
            stores.Clock,
            NullLogger<FindForgottenDebts>.Instance);
        await new LimitDebts(
            debts,
            forgotten,
            new NetDebts(orders, debts, stores.Clock),
            orders,
            sellers,
            attention,
            Options.Create(new LossPolicy()),
            stores.Clock,
            NullLogger<LimitDebts>.Instance
        ).RunAsync(new TimerInfo(), Cancellation);
        return await new OperatorAlerts(stores.Tables, stores.Clock).ListOpenAsync(Cancellation);
    }

    private static ScriptedSale Owing(string refunded)
    {
        var sale = ScriptedSale
            .PaidOut()
            .Did(o =>
                RefundDecisions.Give(
                    o,
                    RefundReason.Seller,
                    new RefundRequest(ScriptedSale.Usd(refunded)),
                    new("k", "r"),
                    ScriptedSale.Start));
        return sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now));
    }

    private static async Task StoreAsync(OrderStore orders, ScriptedSale sale, string id, string currency = "USD")
    {
        string In(string json) => json.Replace("\"USD\"", $"\"{currency}\"", StringComparison.Ordinal);
        var order = System.Text.Json.JsonSerializer.Deserialize<Order>(
            In(System.Text.Json.JsonSerializer.Serialize(sale.Order with { Id = id }, ChatPayJson.Stored)),
            ChatPayJson.Stored
        )!;
        Assert.True(await orders.CreateAsync(new OrderChange(order) { Ledger = [.. sale.Ledger] }, Cancellation));
    }
}
