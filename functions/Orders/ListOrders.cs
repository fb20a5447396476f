using ChatPay.Functions.Shared.Auth;
using ChatPay.Functions.Shared.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Orders;

/// <summary>The caller's orders, newest first; with <c>status</c>, those with this headline. Who both buys and sells says as whom with
/// <c>?as=buyer</c>.</summary>
public sealed class ListOrders(OrderIndex index, OrderStore orders)
{
    [Function(nameof(ListOrders))]
    [Requires(Role.Buyer, Role.Seller)]
    [Paged]
    [Query("status", "Only orders that stand so.")]
    [Query("as", "Who both buys and sells says as whom.", Values = ["buyer", "seller"])]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/orders")] HttpRequest http, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http.HttpContext);
        var status = http.Query["status"].ToString();
        return Answers.OkUnlessKnown(http, await new OrderPages(index, orders).ReadAsync<OrderView>(
            http, ParticipantOf(http, caller),
            order => status.Length == 0 || OrderView.StateFor(order, caller) == status ? [OrderView.For(order, caller)] : [],
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
