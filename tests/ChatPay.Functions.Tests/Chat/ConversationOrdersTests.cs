using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;

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

        var conversation = new Conversation
        {
            Id = order.ConversationId,
            BuyerId = order.BuyerId,
            SellerId = order.SellerId,
            OpenedAt = order.SentAt,
        };
        var found = await new ConversationOrders(orders, new OrderIndex(stores.Tables)).OfAsync(conversation, Cancellation);
        Assert.Equal(order.Id, Assert.Single(found).Id);
    }

    private static OrderChange Asked(Order order) => new(order) { Events = [new(OrderEventType.PaymentRequested, order.Total)] };
}
