using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Orders;

/// <summary>The caller's orders, newest first; with <c>status</c>, those that stand so. Who both buys and sells says as whom with
/// <c>?as=buyer</c>.</summary>
public sealed class ListOrders(OrderIndex index, OrderStore orders, TimeProvider time)
{
    [Function(nameof(ListOrders))]
    [Requires(Role.Buyer, Role.Seller)]
    [Paged]
    [Query("status", "Only orders that stand so.", Of = typeof(OrderStatus))]
    [Query("as", "Who both buys and sells says as whom.", Values = ["buyer", "seller"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders")] HttpRequest http, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var status = StatusQuery.Of<OrderStatus>(http);
        var now = time.GetUtcNow();
        return Answers.OkUnlessKnown(http, await new OrderPages(index, orders).ReadAsync<OrderView>(
            http, ParticipantOf(http, caller),
            order => status is null || OrderView.StatusFor(order, caller) == status ? [OrderView.For(order, caller, now)] : [],
            cancellationToken));
    }

    private static string ParticipantOf(HttpRequest http, Caller caller) => http.Query["as"].ToString() switch
    {
        "seller" when caller.Is(Role.Seller) => caller.SellerId,
        "buyer" when caller.Is(Role.Buyer) => caller.BuyerId,
        "" => caller.Is(Role.Seller) ? caller.SellerId : caller.BuyerId,
        _ => throw Problems.Malformed("as-invalid", "'as' is buyer or seller, as far as your token lets you be one.", "as"),
    };
}
