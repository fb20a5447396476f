using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>The buyer's orders in a conversation.</summary>
public sealed class ConversationOrders(OrderStore orders, OrderIndex index)
{
    /// <summary>The most index entries to read for a list, with as many orders. Only a buyer who was sent that many requests, none of
    /// which can be paid any more, has orders beyond.</summary>
    internal const int MaxRead = 1_000;

    private const int MaxOrders = 20;
    private const int LaterPage = 100;

    /// <summary>Up to 20 of the buyer's orders that belong to this conversation: first those that were paid or still can be, the newest
    /// first, then the newest of the others. A request that ended unpaid takes no other order's place, since the seller can send and
    /// cancel any number.</summary>
    public async Task<IReadOnlyList<Order>> OfAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var (live, ended) = (new List<Order>(), new List<Order>());
        var (last, size, read) = ((string?)null, MaxOrders, 0);
        while (true)
        {
            var entries = await index.ListAsync(conversation.BuyerId, last, size, cancellationToken);
            foreach (var order in await ReadAsync(conversation, entries, cancellationToken))
                (order.Capture is not null || order.Request is RequestState.Sent or RequestState.Accepted ? live : ended).Add(order);
            read += entries.Count;
            if (live.Count >= MaxOrders || entries.Count < size || read >= MaxRead)
                return [.. live.Concat(ended).Take(MaxOrders)];
            last = entries[^1].Place;
            size = Math.Min(LaterPage, MaxRead - read);
        }
    }

    /// <summary>The order, if it is this buyer's in this conversation; otherwise null.</summary>
    public async Task<Order?> FindAsync(Conversation conversation, string orderId, CancellationToken cancellationToken) =>
        await orders.FindAsync(orderId, cancellationToken) is { Order: var order } && IsOf(conversation, order) ? order : null;

    private static bool IsOf(Conversation conversation, Order order) =>
        order.ConversationId == conversation.Id && order.BuyerId == conversation.BuyerId;

    private async Task<IEnumerable<Order>> ReadAsync(
        Conversation conversation, IReadOnlyList<(string Place, string OrderId)> entries, CancellationToken cancellationToken)
    {
        var found = await Many.SelectAsync(entries, entry => orders.FindAsync(entry.OrderId, cancellationToken));
        // An entry is a hint: one left by an attempt that lost has another position than its order.
        return found
            .Zip(entries, (stored, entry) => (stored?.Order, entry.Place))
            .Where(pair => pair.Order is { } order && IsOf(conversation, order) && OrderIndex.Place(order.BuyerId, order) == pair.Place)
            .Select(pair => pair.Order!);
    }
}
