using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Renders an order in full for a caller: the response of <c>GET /orders/{id}</c>. Its entity tag is the version that the
/// caller knows.</summary>
public interface IOrderReader
{
    /// <summary>What the caller may see of the order.</summary>
    Task<OrderView> ReadAsync(Order order, Caller caller, CancellationToken cancellationToken);
}
