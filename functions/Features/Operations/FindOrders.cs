using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>Finds orders by what an operator knows: an order's id, its buyer or seller, a tracking number, or a PayPal id. Those of
/// a buyer or seller come newest first. The list is empty when nothing matches.</summary>
public sealed class FindOrders(OrderIndex participants, OrderSearch search, OrderStore orders, TimeProvider time)
{
    private const int MaxLength = 100;

    [Function(nameof(FindOrders))]
    [Requires(Role.Operator)]
    [Paged]
    [Query("orderId", "The order, `ord-…`.")]
    [Query("buyerId", "The orders of this buyer, `byr-…`.")]
    [Query("sellerId", "The orders of this seller, `sel-…`.")]
    [Query("trackingNumber", "The orders shipped under this number; spacing is ignored.")]
    [Query("payPalId", "The order of PayPal's checkout, capture, refund, payout item or dispute with this id.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ops/orders")] HttpRequest http,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var (name, value) = Asked(http);
        return Answers.OkUnlessKnown(http, name switch
        {
            "orderId" => await ByIdAsync(caller, value, cancellationToken),
            "buyerId" => await OfAsync(http, caller, value, "byr", cancellationToken),
            "sellerId" => await OfAsync(http, caller, value, "sel", cancellationToken),
            "trackingNumber" => await ByKeyAsync(http, caller, OrderSearchIndex.OfTracking(value), cancellationToken),
            _ => await ByKeyAsync(http, caller, OrderSearchIndex.OfPayPal(value), cancellationToken),
        });
    }

    private OrderView View(Order order, Caller caller) => OrderView.For(order, caller, time.GetUtcNow());

    private static (string Name, string Value) Asked(HttpRequest http)
    {
        string[] names = ["orderId", "buyerId", "sellerId", "trackingNumber", "payPalId"];
        var given = names.Where(http.Query.ContainsKey).ToList();
        return given is [var name] && http.Query[name] is [{ Length: > 0 and <= MaxLength } value]
            ? (name, value)
            : throw Problems.Malformed(
                "order-query-invalid",
                $"Give just one of {string.Join(", ", names)}, with at most {MaxLength} characters.",
                given.Count > 0 ? given[^1] : names[0]);
    }

    private async Task<Page<OrderView>> ByIdAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        new(Ids.HasForm(id, "ord") && await orders.FindAsync(id, cancellationToken) is { } found
            ? [View(found.Order, caller)]
            : [], Next: null);

    private async Task<Page<OrderView>> OfAsync(
        HttpRequest http, Caller caller, string participant, string prefix, CancellationToken cancellationToken) =>
        Ids.HasForm(participant, prefix)
            ? await new OrderPages(participants, orders).ReadAsync<OrderView>(
                http, participant, order => [View(order, caller)], cancellationToken)
            : new([], Next: null);

    private Task<Page<OrderView>> ByKeyAsync(HttpRequest http, Caller caller, string key, CancellationToken cancellationToken) =>
        search.ReadAsync<OrderView>(http, key, order => [View(order, caller)], cancellationToken);
}
