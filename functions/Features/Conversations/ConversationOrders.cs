using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>The buyer's orders in a conversation.</summary>
public sealed class ConversationOrders(OrderStore orders, OrderIndex index)
{
    private const int MaxOrders = 20;

    /// <summary>Those of the buyer's newest orders that belong to this conversation, the newest first.</summary>
    public async Task<IReadOnlyList<Order>> OfAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var found = new List<Order>();
        foreach (var (place, orderId) in await index.ListAsync(conversation.BuyerId, null, MaxOrders, cancellationToken))
        {
            if (await orders.FindAsync(orderId, cancellationToken) is { Order: var order }
                && order.ConversationId == conversation.Id
                && order.BuyerId == conversation.BuyerId
                // An entry is a hint: one left by an attempt that lost has another position than its order.
                && OrderIndex.Place(order.BuyerId, order) == place)
                found.Add(order);
        }

        return found;
    }
}
