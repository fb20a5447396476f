using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Orders;

/// <summary>The caller's orders, newest first; with <c>status</c>, those with this headline. Who both buys and sells says as whom with
/// <c>?as=buyer</c>. A page is made of so many orders of the list: those with another headline are left out of it.</summary>
public sealed class ListOrders(OrderIndex index, OrderStore orders)
{
    [Function(nameof(ListOrders))]
    [Requires(Role.Buyer, Role.Seller)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/orders")] HttpRequest http, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var (found, next) = await OrderPages.ReadAsync(http, ParticipantOf(http, caller), index, orders, cancellationToken);
        var status = http.Query["status"].ToString();
        var items = found.Where(o => status.Length == 0 || Headline.Of(o) == status).Select(o => OrderView.For(o, caller));
        return Answers.OkUnlessKnown(http, new Page<OrderView>([.. items], next));
    }

    private static string ParticipantOf(HttpRequest http, Caller caller) => http.Query["as"].ToString() switch
    {
        "seller" when caller.Is(Role.Seller) => caller.SellerId,
        "buyer" when caller.Is(Role.Buyer) => caller.BuyerId,
        "" => caller.Is(Role.Seller) ? caller.SellerId : caller.BuyerId,
        _ => throw Problems.Malformed("as-invalid", "'as' is buyer or seller, as far as your token lets you be one.", "as"),
    };
}

/// <summary>A page of a participant's orders.</summary>
internal static class OrderPages
{
    public static async Task<(IReadOnlyList<Order> Orders, string? Next)> ReadAsync(
        HttpRequest http, string participant, OrderIndex index, OrderStore orders, CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(http);
        var places = await index.ListAsync(participant, Paging.Place(http, "cursor"), limit, cancellationToken);
        var found = await Task.WhenAll(places.Select(entry => orders.FindAsync(entry.OrderId, cancellationToken)));

        // An entry is a hint: one that was left by an attempt which did not win names another place than its order.
        var own = found.Zip(places).Where(pair => pair.First is { } stored && OrderIndex.Place(participant, stored.Order) == pair.Second.Place);
        return ([.. own.Select(pair => pair.First!.Order)], places.Count == limit ? Paging.Cursor(places[^1].Place) : null);
    }
}
