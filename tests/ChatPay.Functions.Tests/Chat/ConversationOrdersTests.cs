using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Shared.Storage;

namespace ChatPay.Functions.Tests.Chat;

/// <summary>A buyer chooses among their own orders, each listed once.</summary>
public sealed class ConversationOrdersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The list entry is written before its order: a repeated request leaves another entry with a later time.</summary>
    [Fact]
    public async Task Order_ThatWasAskedForTwice_IsThereOnce()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var order = ScriptedSale.Requested().Order;
        Assert.True(await orders.CreateAsync(Asked(order), Cancellation));
        Assert.False(await orders.CreateAsync(Asked(order with { SentAt = order.SentAt.AddSeconds(1) }), Cancellation));

        Assert.Equal([order.Id], await FoundAsync(stores, order));
    }

    /// <summary>Whoever repeats a request cannot crowd out other orders: the entries of an attempt that lost are taken back, in
    /// whosever lists they are.</summary>
    [Fact]
    public async Task Order_ThatIsAskedForAgain_LeavesNoMoreEntriesInAnyList()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var order = ScriptedSale.Requested().Order;
        Assert.True(await orders.CreateAsync(Asked(order), Cancellation));
        // At the same moment, as a client's own retry may be; later; in the next month; and in another buyer's conversation.
        Assert.False(await orders.CreateAsync(Asked(order), Cancellation));
        Assert.False(await orders.CreateAsync(Asked(order with { SentAt = order.SentAt.AddSeconds(1) }), Cancellation));
        Assert.False(await orders.CreateAsync(Asked(order with { SentAt = order.SentAt.AddMonths(1) }), Cancellation));
        Assert.False(await orders.CreateAsync(Asked(order with { BuyerId = "buy-2", ConversationId = "con-2" }), Cancellation));

        var index = new OrderIndex(stores.Tables);
        foreach (var participant in new[] { order.BuyerId, order.SellerId })
            Assert.Equal(
                [(OrderIndex.Place(participant, order), order.Id)], await index.ListAsync(participant, null, 10, Cancellation));
        Assert.Empty(await index.ListAsync("buy-2", null, 10, Cancellation));
    }

    /// <summary>Entries of an attempt that died before it could take them back do not take an order's place.</summary>
    [Fact]
    public async Task Order_BehindManyStrayEntries_IsFound()
    {
        await using var stores = await LocalStores.StartAsync();
        var order = ScriptedSale.Requested().Order;
        Assert.True(await OrderStores.Of(stores.Tables, stores.Queues, stores.Clock).CreateAsync(Asked(order), Cancellation));
        var index = new OrderIndex(stores.Tables);
        for (var n = 1; n <= 130; n++)
            await index.WriteAsync(null, Asked(order with { SentAt = order.SentAt.AddSeconds(n) }), Cancellation);

        Assert.Equal([order.Id], await FoundAsync(stores, order));
    }

    /// <summary>A seller can send and cancel any number of requests: the buyer still sees what was paid, and first.</summary>
    [Fact]
    public async Task Order_ThatIsPaid_IsNotCrowdedOutByCancelledRequests()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var paid = ScriptedSale.Paid().Order;
        Assert.True(await orders.CreateAsync(Asked(paid), Cancellation));
        for (var n = 1; n <= 25; n++)
            Assert.True(await orders.CreateAsync(Asked(CancelledOf(paid, n)), Cancellation));

        var found = await FoundAsync(stores, paid);
        Assert.Equal([paid.Id, "ord-c25", "ord-c24"], found.Take(3));
        Assert.Equal(20, found.Count);
    }

    /// <summary>Nor is it by requests that are left open.</summary>
    [Fact]
    public async Task Order_ThatIsPaid_IsNotCrowdedOutByOpenRequests()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var paid = ScriptedSale.Paid().Order;
        Assert.True(await orders.CreateAsync(Asked(paid), Cancellation));
        for (var n = 1; n <= 25; n++)
            Assert.True(await orders.CreateAsync(Asked(CancelledOf(paid, n) with { Request = RequestState.Sent }), Cancellation));

        var found = await FoundAsync(stores, paid);
        Assert.Equal([.. Enumerable.Range(0, 20).Select(n => $"ord-c{25 - n}"), paid.Id], found);
    }

    /// <summary>A list that is mostly of ended requests costs a bounded number of reads.</summary>
    [Fact]
    public async Task Orders_OfABuyerWithCountlessEntries_AreReadUpToALimit()
    {
        await using var stores = await LocalStores.StartAsync();
        var order = ScriptedSale.Requested().Order;
        var index = new OrderIndex(stores.Tables);
        for (var n = 1; n <= ConversationOrders.MaxRead + 20; n++)
            await index.WriteAsync(null, Asked(order with { SentAt = order.SentAt.AddSeconds(n) }), Cancellation);

        var counts = new RequestCounts();
        Assert.Empty(await FoundAsync(stores, order, new ChatPayTables(stores.Watched(counts).Tables)));
        Assert.Equal(ConversationOrders.MaxRead, counts["orders read"]);
    }

    private static async Task<IReadOnlyList<string>> FoundAsync(LocalStores stores, Order order, ChatPayTables? tables = null)
    {
        var conversation = new Conversation
        {
            Id = order.ConversationId,
            BuyerId = order.BuyerId,
            SellerId = order.SellerId,
            OpenedAt = order.SentAt,
        };
        tables ??= stores.Tables;
        var orders = new ConversationOrders(OrderStores.Of(tables, stores.Queues, stores.Clock), new OrderIndex(tables));
        return [.. (await orders.OfAsync(conversation, Cancellation)).Select(found => found.Id)];
    }

    private static Order CancelledOf(Order order, int n) => ScriptedSale.Requested().Order with
    {
        Id = $"ord-c{n}",
        SentAt = order.SentAt.AddMinutes(n),
        Request = RequestState.Cancelled,
    };

    private static OrderChange Asked(Order order) => new(order) { Events = [new(OrderEventType.PaymentRequested, order.Total)] };
}
