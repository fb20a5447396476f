using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Who may see and touch an order. What a caller may not see is not there: 404, never 403.</summary>
public sealed class OrderAccess(OrderStore orders)
{
    /// <summary>The order, for its buyer.</summary>
    public Task<StoredOrder> AsBuyerAsync(Caller caller, string orderId, CancellationToken cancellationToken) =>
        GetAsync(orderId, order => caller.Is(Role.Buyer) && order.BuyerId == caller.BuyerId, cancellationToken);

    /// <summary>The order, for its seller.</summary>
    public Task<StoredOrder> AsSellerAsync(Caller caller, string orderId, CancellationToken cancellationToken) =>
        GetAsync(orderId, order => caller.Is(Role.Seller) && order.SellerId == caller.SellerId, cancellationToken);

    /// <summary>The order, for its seller or an operator.</summary>
    public Task<StoredOrder> AsSellerOrOperatorAsync(Caller caller, string orderId, CancellationToken cancellationToken) =>
        GetAsync(
            orderId,
            order => caller.Is(Role.Operator) || (caller.Is(Role.Seller) && order.SellerId == caller.SellerId),
            cancellationToken);

    /// <summary>The order, to read: for its buyer, its seller, or an operator.</summary>
    public Task<StoredOrder> ToReadAsync(Caller caller, string orderId, CancellationToken cancellationToken) =>
        GetAsync(
            orderId,
            order => caller.Is(Role.Operator)
                || (caller.Is(Role.Buyer) && order.BuyerId == caller.BuyerId)
                || (caller.Is(Role.Seller) && order.SellerId == caller.SellerId),
            cancellationToken);

    private async Task<StoredOrder> GetAsync(string orderId, Func<Order, bool> mayAccess, CancellationToken cancellationToken) =>
        Ids.HasForm(orderId, "ord") && await orders.FindAsync(orderId, cancellationToken) is { } stored && mayAccess(stored.Order)
            ? stored
            : throw Problems.NotFound("order");
}
