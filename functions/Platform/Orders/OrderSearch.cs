using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Pages of the orders found by a tracking number or a PayPal id.</summary>
public sealed class OrderSearch(OrderSearchIndex index, OrderStore orders)
{
    /// <param name="http">A request with <c>cursor</c> and <c>limit</c>.</param>
    /// <param name="key">From <see cref="OrderSearchIndex.OfTracking"/> or <see cref="OrderSearchIndex.OfPayPal"/>.</param>
    /// <param name="itemsOf">The items of an order; none if the order is not for the caller.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<Page<T>> ReadAsync<T>(
        HttpRequest http, string key, Func<Order, IReadOnlyList<T>> itemsOf, CancellationToken cancellationToken)
    {
        var (limit, last) = (Paging.Limit(http), Paging.Place(http));
        var found = new List<T>();
        await foreach (var id in index.ListAsync(key, last, cancellationToken))
        {
            if (found.Count >= limit)
                return new(found, Paging.Cursor(last!));
            // Hints remain from changes that lost, and from numbers that were corrected.
            if (await orders.FindAsync(id, cancellationToken) is { } stored && OrderSearchIndex.KeysOf(stored.Order).Contains(key))
                found.AddRange(itemsOf(stored.Order));
            last = id;
        }

        return new(found, Next: null);
    }
}
