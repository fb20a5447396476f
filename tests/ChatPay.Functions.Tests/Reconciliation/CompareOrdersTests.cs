using Azure.Data.Tables;
using ChatPay.Functions.Features.Reconciliation;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Refunds;
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

    /// <summary>A refund that was made during a dispute is booked when that is decided, weeks later: PayPal lists it under the day on
    /// which it was made.</summary>
    [Theory]
    [InlineData(20, 0)]
    [InlineData(1, 1)]
    public async Task Refund_BookedLongAfterItWasMade_IsLookedForOnThatDay(int daysAgo, int missing)
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var booked = ScriptedSale.Start.AddDays(30);
        var sale = ScriptedSale.Shipped().Did(o => DisputeTransitions.Observe(o, Seen("OPEN", null), ScriptedSale.Start))
            .Did(o => RefundDecisions.Adopt(
                o, "R1", ScriptedSale.Usd("20.00"), isCompleted: true, booked.AddDays(-daysAgo), booked.AddDays(-daysAgo)))
            .Did(o => DisputeTransitions.Observe(o, Seen("RESOLVED", "RESOLVED_SELLER_FAVOUR"), booked));
        Assert.Equal(booked, Assert.Single(sale.Order.Refunds).CompletedAt);
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation));

        Assert.Equal(missing, (await RaisedAsync(stores, orders, [], booked)).Count);

        static ProviderDispute Seen(string status, string? outcome) => new(
            "PP-D-1", ScriptedSale.Start.AddDays(outcome is null ? 0 : 30), status, ScriptedSale.Usd("70.00"), ScriptedSale.Usd("0.00"),
            ScriptedSale.Usd("0.00"))
        {
            Outcome = outcome,
        };
    }

    /// <summary>PayPal lists a payment under the day on which the buyer made it, also when the bank took ten days.</summary>
    [Fact]
    public async Task Payment_ThatWasPendingForLong_IsLookedForOnTheDayOnWhichItWasMade()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = ScriptedSale.Pending().Did(o => CheckoutTransitions.RecordCapture(
            o, ScriptedSale.Captured() with { MadeAt = ScriptedSale.Start.AddDays(-10) }));
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation));

        Assert.Empty(await RaisedAsync(stores, orders, [], ScriptedSale.Start));
    }

    /// <summary>What costs nothing is given up without a refund at PayPal, and what was paid another way was not paid there: the
    /// comparison of such an order once ended in an error, every night for a week.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refund_ThatPayPalNeverMade_IsNotLookedFor(bool isPaidOtherwise)
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var sale = isPaidOtherwise
            ? ScriptedSale.Shipped().Did(o => RefundDecisions.Give(
                    o, RefundReason.Operator, new RefundRequest(ScriptedSale.Usd("20.00")), new("k", "r"), ScriptedSale.Start))
                .Did(o => RefundTransitions.Fail(o, 1, "REFUSED", ScriptedSale.Start))
                .Did(o => RefundDecisions.PayOtherwise(o, 1, "By bank transfer.", ScriptedSale.Start))
            : Paid(ScriptedSale.Of(
                    ScriptedSale.ExampleTerms, [ScriptedSale.Usd("100.00"), ScriptedSale.Usd("0.00")], ScriptedSale.Usd("0.00"),
                    ScriptedSale.Usd("0.00")))
                .Did(o => RefundDecisions.Give(
                    o, RefundReason.Seller, new RefundRequest(Lines: [1]), new("k", "r"), ScriptedSale.Start));
        Assert.Equal((RefundState.Completed, (string?)null), (sale.Order.Refunds[0].State, sale.Order.Refunds[0].ProviderId));
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation));

        var day = ScriptedSale.Start;
        Assert.Empty(await RaisedAsync(stores, orders, [new PayPalTransactionInfo("CAPTURE1", "T0006", "S")], day.AddDays(1), 4));
        Assert.Contains(DueDays.DayOf(day), await new ComparedDays(stores.Tables).FindAsync(Cancellation));

        static ScriptedSale Paid(ScriptedSale sale) => sale
            .Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start)).Did(o => CheckoutTransitions.Approve(o, 1, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.StartCapture(o, 1, sellerIsActive: true, ScriptedSale.Start))
            .Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));
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
                PayPalBench.Silent().Client, new OperatorAlerts(tables, stores.Clock), NullLogger<CompareOrders>.Instance
            ).RunAsync(listed, to.AddDays(-7), to, await Nights.BeginAsync(stores, to), Cancellation);
            return counts["orders read"];
        }
    }

    private static async Task<IReadOnlyList<OperatorAlert>> RaisedAsync(
        LocalStores stores,
        OrderStore orders,
        IReadOnlyList<PayPalTransactionInfo> listed,
        DateTimeOffset to,
        int days = 2)
    {
        var attention = new OperatorAlerts(stores.Tables, stores.Clock);
        await new CompareOrders(
            new MovementIndex(stores.Tables),
            new ComparedDays(stores.Tables),
            orders,
            PayPalBench.Silent().Client,
            attention,
            NullLogger<CompareOrders>.Instance
        ).RunAsync(listed, to - TimeSpan.FromDays(days), to, await Nights.BeginAsync(stores, to), Cancellation);
        return await attention.ListOpenAsync(Cancellation);
    }
}
