using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Orders;

/// <summary>The caller's orders, newest first; with <c>status</c>, only those with this status, and with <c>q</c>, only those with
/// this id or number. A caller who both buys and sells chooses with <c>?as=buyer</c>.</summary>
public sealed class ListOrders(OrderIndex index, OrderSearch search, OrderStore orders, TimeProvider time)
{
    private const int LongestSearch = 100;

    [Function(nameof(ListOrders))]
    [Requires(Role.Buyer, Role.Seller)]
    [Paged]
    [Query("status", "Only orders with this status.", Of = typeof(OrderStatus))]
    [Query("q", "Only orders with exactly this order id, tracking number or PayPal id; spacing is ignored.")]
    [Query("as", "The role of a caller who both buys and sells.", Values = ["buyer", "seller"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders")] HttpRequest http, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var status = StatusQuery.Of<OrderStatus>(http);
        var now = time.GetUtcNow();
        var participant = ParticipantOf(http, caller);
        return Answers.OkUnlessKnown(http, Searched(http) is { } called
            ? await FindAsync(http, called, order => participant == order.SellerId || participant == order.BuyerId ? View(order) : [],
                cancellationToken)
            : await new OrderPages(index, orders).ReadAsync<OrderView>(http, participant, View, cancellationToken));

        IReadOnlyList<OrderView> View(Order order) =>
            status is null || OrderView.StatusFor(order, caller) == status ? [OrderView.For(order, caller, now)] : [];
    }

    private static string? Searched(HttpRequest http) => http.Query["q"] switch
    {
        { Count: 0 } => null,
        [{ } text] when text.Trim() is { Length: > 0 and <= LongestSearch } called => called,
        _ => throw Problems.Malformed("order-query-invalid", $"'q' is looked for with 1 to {LongestSearch} characters.", "q"),
    };

    private async Task<Page<OrderView>> FindAsync(
        HttpRequest http, string called, Func<Order, IReadOnlyList<OrderView>> itemsOf, CancellationToken cancellationToken)
    {
        if (Ids.HasForm(called, "ord"))
            return new(await orders.FindAsync(called, cancellationToken) is { } found ? itemsOf(found.Order) : [], Next: null);
        // Only a tracking number can have so many orders that they need pages.
        var shipped = await search.ReadAsync(http, OrderSearchIndex.OfTracking(called), itemsOf, cancellationToken);
        return shipped.Items.Count > 0 || http.Query.ContainsKey("cursor")
            ? shipped
            : await search.ReadAsync(http, OrderSearchIndex.OfPayPal(called), itemsOf, cancellationToken);
    }

    private static string ParticipantOf(HttpRequest http, Caller caller) => http.Query["as"].ToString() switch
    {
        "seller" when caller.Is(Role.Seller) => caller.SellerId,
        "buyer" when caller.Is(Role.Buyer) => caller.BuyerId,
        "" => caller.Is(Role.Seller) ? caller.SellerId : caller.BuyerId,
        _ => throw Problems.Malformed("as-invalid", "'as' is buyer or seller, as far as your token lets you be one.", "as"),
    };
}
