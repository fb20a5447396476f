using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Pages of the orders that are found by a tracking number or an id of PayPal's.</summary>
public sealed class OrderSearch(OrderSearchIndex index, OrderStore orders)
{
    /// <param name="http">With <c>cursor</c> and <c>limit</c>.</param>
    /// <param name="key">Of <see cref="OrderSearchIndex.OfTracking"/> or <see cref="OrderSearchIndex.OfPayPal"/>.</param>
    /// <param name="itemsOf">What an order gives to the list; nothing of one that is not for the caller.</param>
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
            // A hint is left behind by a change that did not win, and by a number that was corrected.
            if (await orders.FindAsync(id, cancellationToken) is { } stored && OrderSearchIndex.KeysOf(stored.Order).Contains(key))
                found.AddRange(itemsOf(stored.Order));
            last = id;
        }

        return new(found, Next: null);
    }
}
