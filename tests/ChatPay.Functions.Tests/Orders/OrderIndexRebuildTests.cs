using System.Text.Json;
using Azure.Data.Tables;
using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Orchestrations.Watchdog;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>An order that is missing from the indexes is entered again from its own row and ledger.</summary>
public sealed class OrderIndexRebuildTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Sales { get; } = ["requested", "paid", "shipped", "released", "submitted", "paid out", "owing"];

    [Theory]
    [MemberData(nameof(Sales))]
    public async Task Rebuild_AfterEveryEntryWasLost_MakesEachAsItWas(string name)
    {
        await using var stores = await LocalStores.StartAsync();
        var (orders, sale) = (OrderStores.Of(stores.Tables, stores.Queues, stores.Clock), SaleOf(name));
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation));
        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(10), Cancellation);
        var (entries, readings) = (await EntriesAsync(stores), await ReadingsAsync(stores, orders));

        foreach (var (table, partition, row) in entries)
            await (table == "due" ? stores.Tables.DuePayouts : stores.Tables.Indexes).DeleteEntityAsync(
                partition, row, cancellationToken: Cancellation);
        Assert.NotEqual(readings, await ReadingsAsync(stores, orders));

        await orders.RebuildIndexesAsync(sale.Order.Id, Cancellation);
        Assert.Equal(entries, await EntriesAsync(stores));
        Assert.Equal(readings, await ReadingsAsync(stores, orders));

        // A repeat, and a rebuild after the next change, give the same.
        await orders.RebuildIndexesAsync(sale.Order.Id, Cancellation);
        await orders.ChangeAsync(sale.Order.Id, o => new OrderChange(o), Cancellation);
        Assert.Equal(entries, await EntriesAsync(stores));
    }

    [Fact]
    public async Task Rebuild_WhileTheOrderChanges_KeepsTheChange()
    {
        await using var stores = await LocalStores.StartAsync();
        var (orders, sale) = (OrderStores.Of(stores.Tables, stores.Queues, stores.Clock), ScriptedSale.Paid());
        await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation);
        var interrupted = stores.InterruptedAt(
            "indexes",
            () => orders.ChangeAsync(sale.Order.Id, o => new OrderChange(o with { BlockReason = "Look." }), Cancellation));

        var rebuilt = await OrderStores.Of(interrupted, stores.Queues, stores.Clock).RebuildIndexesAsync(sale.Order.Id, Cancellation);

        Assert.Equal("Look.", rebuilt.BlockReason);
        Assert.Equal("Look.", (await orders.GetAsync(sale.Order.Id, Cancellation)).Order.BlockReason);
    }

    private static ScriptedSale SaleOf(string name) => name switch
    {
        "requested" => ScriptedSale.Requested(),
        "paid" => ScriptedSale.Paid(),
        "shipped" => ScriptedSale.Shipped(),
        "released" => ScriptedSale.Released(),
        "submitted" => ScriptedSale.Submitted(),
        "paid out" => ScriptedSale.PaidOut(),
        _ => Owing(),
    };

    private static ScriptedSale Owing()
    {
        var sale = ScriptedSale.PaidOut();
        sale.Did(o => RefundDecisions.Give(
            o,
            RefundReason.Seller,
            new RefundRequest(ScriptedSale.Usd("20.00")),
            new("k", "r"),
            sale.Now));
        return sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now));
    }

    private static async Task<IReadOnlyList<(string Table, string Partition, string Row)>> EntriesAsync(LocalStores stores)
    {
        var entries = new List<(string, string, string)>();
        await foreach (var row in stores.Tables.Indexes.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            entries.Add(("indexes", row.PartitionKey, row.RowKey));
        await foreach (var row in stores.Tables.DuePayouts.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            entries.Add(("due", row.PartitionKey, row.RowKey));
        return [.. entries.Order()];
    }

    /// <summary>Everything by which people and the app find the order.</summary>
    private static async Task<string> ReadingsAsync(LocalStores stores, OrderStore orders)
    {
        var (lists, books) = (new OrderIndex(stores.Tables), new SellerOrderIndex(stores.Tables, stores.Clock));
        var (reader, start) = (new StatementReader(books, orders, stores.Clock), ScriptedSale.Start.AddDays(-1));
        var deadlines = new List<string>();
        await foreach (var look in new DeadlineIndex(stores.Tables, stores.Clock).ListAsync(start.AddYears(2), Cancellation))
            deadlines.Add((look with { Version = default }).ToString());
        return JsonSerializer.Serialize(
            new object[]
            {
                (await lists.ListAsync(ScriptedSale.SellerId, null, 10, Cancellation)).Select(o => o.OrderId),
                (await lists.ListAsync("buy-1", null, 10, Cancellation)).Select(o => o.OrderId),
                await reader.BalanceAsync(ScriptedSale.SellerId, "USD", Cancellation),
                await reader.StatementAsync(ScriptedSale.SellerId, "USD", start, start.AddDays(9), Cancellation),
                (await new DebtIndex(stores.Tables).ListAllAsync(Cancellation)).Select(d => d.OrderId),
                await MovedAsync(stores, DueDays.DayOf(start)),
                deadlines,
            },
            ChatPayJson.Stored);
    }

    private static async Task<IReadOnlyList<Movement>> MovedAsync(LocalStores stores, DateOnly first)
    {
        var moved = new List<Movement>();
        await foreach (var movement in new MovementIndex(stores.Tables).ListAsync(first, first.AddDays(9), Cancellation))
            moved.Add(movement);
        return moved;
    }
}
