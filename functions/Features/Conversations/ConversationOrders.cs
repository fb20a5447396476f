using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>The buyer's orders in a conversation.</summary>
public sealed class ConversationOrders(OrderStore orders, OrderIndex index)
{
    /// <summary>The most index entries to read for a list, with as many orders. Only a buyer who was sent that many requests has orders
    /// beyond.</summary>
    internal const int MaxRead = 1_000;

    private const int MaxOfEach = 20;
    private const int LaterPage = 100;

    /// <summary>The newest of the buyer's orders that belong to this conversation: first up to 20 that were paid and up to 20 that still
    /// can be, together with the newest first; then those that ended unpaid, up to 20 in all. What was not paid takes no paid order's
    /// place, since the seller can send, and cancel, any number of requests.</summary>
    public async Task<IReadOnlyList<Order>> OfAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var (live, ended) = (new List<Order>(), new List<Order>());
        var (paid, open) = (0, 0);
        var (last, size, read) = ((string?)null, MaxOfEach, 0);
        while (true)
        {
            var entries = await index.ListAsync(conversation.BuyerId, last, size, cancellationToken);
            foreach (var order in await ReadAsync(conversation, entries, cancellationToken))
            {
                if (order.Capture is null && order.Request is not (RequestState.Sent or RequestState.Accepted))
                    ended.Add(order);
                else if (order.Capture is not null ? paid++ < MaxOfEach : open++ < MaxOfEach)
                    live.Add(order);
            }

            read += entries.Count;
            if (paid >= MaxOfEach || entries.Count < size || read >= MaxRead)
                return [.. live, .. ended.Take(MaxOfEach - live.Count)];
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
