using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Who may see and change an order. What a caller may not see does not exist for them: 404, never 403.</summary>
public sealed class OrderAccess(OrderStore orders)
{
    /// <summary>The order, for a caller who is one of these parties.</summary>
    /// <exception cref="ProblemException">404: there is none, or it is not the caller's.</exception>
    public async Task<StoredOrder> AsAsync(OrderParty party, Caller caller, string orderId, CancellationToken cancellationToken) =>
        Ids.HasForm(orderId, "ord")
        && await orders.FindAsync(orderId, cancellationToken) is { } stored
        && (PartiesOf(stored.Order, caller) & party) != OrderParty.None
            ? stored
            : throw Problems.NotFound("order");

    /// <summary>The order, to read: for its buyer, its seller, or an operator.</summary>
    public Task<StoredOrder> ToReadAsync(Caller caller, string orderId, CancellationToken cancellationToken) =>
        AsAsync(OrderParty.Buyer | OrderParty.Seller | OrderParty.Operator, caller, orderId, cancellationToken);

    /// <summary>The caller's relation to an order; a person may have several roles.</summary>
    internal static OrderParty PartiesOf(Order order, Caller caller) =>
        (caller.Is(Role.Buyer) && order.BuyerId == caller.BuyerId ? OrderParty.Buyer : OrderParty.None)
        | (caller.Is(Role.Seller) && order.SellerId == caller.SellerId ? OrderParty.Seller : OrderParty.None)
        | (caller.Is(Role.Operator) ? OrderParty.Operator : OrderParty.None);
}
