using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
namespace ChatPay.Functions.Tests.Shared.Storage;

/// <summary>Many concurrent writers of one row all succeed, without a 503.</summary>
public sealed class ManyWritersTests
{
    private const int Writers = 64;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Conversation_64WritersAtOnce_HasAllTheirMessages()
    {
        await using var stores = await LocalStores.StartAsync();
        var conversations = new ConversationStore(stores.Tables, new ConversationIndex(stores.Tables), stores.Clock);
        var id = Conversation.IdOf("byr-1", "sel-1");
        await conversations.OpenAsync(
            new Conversation
            {
                Id = id,
                BuyerId = "byr-1",
                SellerId = "sel-1",
                OpenedAt = stores.Clock.GetUtcNow(),
            },
            Cancellation);

        await AtOnce(i =>
            conversations.AppendAsync(id, new MessageDraft(MessageSource.Buyer, $"message-{i}", Author.Buyer, $"Number {i}"), Cancellation)
        );

        var messages = await conversations.MessagesAsync(id, Author.Buyer, 0, Writers + 1, Cancellation);
        Assert.Equal(Enumerable.Range(1, Writers), messages.Select(m => m.Number));
        Assert.Equal(Writers, messages.Select(m => m.Text).Distinct().Count());
    }

    [Fact]
    public async Task Order_64CallsAtOnce_AreAllDecided()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        await orders.CreateAsync(new OrderChange(Tests.Orders.ScriptedSale.Requested().Order), Cancellation);

        await AtOnce(_ => orders.ChangeAsync(
            Tests.Orders.ScriptedSale.OrderId, o => new OrderChange(o with { TrackingReports = o.TrackingReports + 1 }), Cancellation));

        Assert.Equal(Writers, (await orders.GetAsync(Tests.Orders.ScriptedSale.OrderId, Cancellation)).Order.TrackingReports);
    }

    [Fact]
    public async Task BuyerLimit_ManyCheckoutsAtOnce_ReserveAll()
    {
        await using var stores = await LocalStores.StartAsync();
        var limit = new BuyerLimit(stores.Tables, stores.Clock);
        // 22 of 100.00 fit under 2,250.00.
        var orders = Enumerable.Range(0, 22).Select(i => Tests.Orders.ScriptedSale.Requested().Order with { Id = $"ord-{i}" }).ToList();

        await Task.WhenAll(orders.Select(order => limit.ReserveAsync(order, Cancellation)));

        await Assert.ThrowsAsync<ProblemException>(() => limit.ReserveAsync(orders[0] with { Id = "ord-last" }, Cancellation));
    }

    private static Task AtOnce<T>(Func<int, Task<T>> write) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => write(i), Cancellation)));
}
