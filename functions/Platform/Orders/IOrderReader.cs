using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Shows an order to a caller, all of it: what <c>GET /orders/{id}</c> answers. Its tag is the version that the caller
/// knows.</summary>
public interface IOrderReader
{
    /// <summary>What the caller may see of the order.</summary>
    Task<OrderView> ReadAsync(Order order, Caller caller, CancellationToken cancellationToken);
}
