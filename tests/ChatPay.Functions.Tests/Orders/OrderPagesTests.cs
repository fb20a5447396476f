using System.Globalization;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Shared.Storage;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>The cost of a page of a list, and that each order is on one page.</summary>
public sealed class OrderPagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_ThatIsFull_ReadsOneOrderMoreToSeeWhetherThereIsANext()
    {
        await using var stores = await LocalStores.StartAsync();
        await SellAsync(stores, 30);
        var (pages, counts) = Watched(stores);
        Assert.Equal(10, (await ReadAsync(pages, limit: 10, cursor: null, _ => true)).Items.Count);
        Assert.Equal("2 indexes query, 11 orders read", counts.ToString());
    }

    [Theory]
    // A full last page, one order more, and filters that match few orders.
    [InlineData(30, 1)]
    [InlineData(31, 1)]
    [InlineData(45, 7)]
    public async Task Pages_OneAfterAnother_HaveEachOrderOnceAndNoneIsEmpty(int orders, int each)
    {
        await using var stores = await LocalStores.StartAsync();
        await SellAsync(stores, orders);
        var (pages, _) = Watched(stores);
        var (found, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await ReadAsync(pages, limit: 3, cursor, order => NumberOf(order) % each == 0);
            Assert.NotEmpty(page.Items);
            found.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, orders).Where(n => n % each == 0).Select(n => $"ord-{n}").Reverse(), found);
    }

    private static int NumberOf(Order order) => int.Parse(order.Id.AsSpan("ord-".Length), CultureInfo.InvariantCulture);

    private static async Task SellAsync(LocalStores stores, int orders)
    {
        var store = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        for (var n = 0; n < orders; n++)
        {
            var order = ScriptedSale.Requested().Order;
            Assert.True(await store.CreateAsync(
                new OrderChange(order with { Id = $"ord-{n}", SentAt = order.SentAt.AddMinutes(n) }), Cancellation));
        }
    }

    private static (OrderPages Pages, RequestCounts Counts) Watched(LocalStores stores)
    {
        var counts = new RequestCounts();
        var tables = new ChatPayTables(stores.Watched(counts).Tables);
        return (new OrderPages(new OrderIndex(tables), OrderStores.Of(tables, stores.Queues, stores.Clock)), counts);
    }

    private static Task<Platform.Http.Page<string>> ReadAsync(OrderPages pages, int limit, string? cursor, Func<Order, bool> isListed)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = QueryString.Create(
            [KeyValuePair.Create<string, string?>("limit", $"{limit}"), KeyValuePair.Create("cursor", cursor)]);
        return pages.ReadAsync<string>(request, ScriptedSale.SellerId, order => isListed(order) ? [order.Id] : [], Cancellation);
    }
}
