using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Pages of what a participant's orders contain, newest order first. Orders without an item for the list are skipped, so a
/// page is empty only at the end, or after very many such orders.</summary>
internal sealed class OrderPages(OrderIndex index, OrderStore orders)
{
    // A page reads at most this many index entries, and the next page continues from there.
    private const int MaxRead = 1_000;

    /// <param name="http">A request with <c>cursor</c> and <c>limit</c>.</param>
    /// <param name="participant">A buyer's or seller's id.</param>
    /// <param name="itemsOf">The items of an order. They stay together: a page exceeds the limit only if one order alone has more
    /// items.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Page<T>> ReadAsync<T>(
        HttpRequest http, string participant, Func<Order, IReadOnlyList<T>> itemsOf, CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(http);
        var last = Paging.Place(http);
        var items = new List<T>();
        var (read, peek) = (0, 1);
        while (read < MaxRead)
        {
            // A page that is full only needs to know whether there is a next one: mostly one more order tells; if not, two more,
            // and so on.
            var size = limit;
            if (items.Count >= limit)
                (size, peek) = (peek, Math.Min(2 * peek, limit));
            read += size;
            var places = await index.ListAsync(participant, last, size, cancellationToken);
            var found = await Task.WhenAll(places.Select(entry => orders.FindAsync(entry.OrderId, cancellationToken)));
            foreach (var (stored, place) in found.Zip(places.Select(entry => entry.Place)))
            {
                // An entry is a hint: one left by an attempt that lost has another position than its order.
                var own = stored is not null && OrderIndex.Place(participant, stored.Order) == place ? itemsOf(stored.Order) : [];
                if (items.Count > 0 && own.Count > 0 && items.Count + own.Count > limit)
                    return new Page<T>(items, Paging.Cursor(last!));
                items.AddRange(own);
                last = place;
            }

            if (places.Count < size)
                return new Page<T>(items, null);
        }

        return new Page<T>(items, Paging.Cursor(last!));
    }
}
