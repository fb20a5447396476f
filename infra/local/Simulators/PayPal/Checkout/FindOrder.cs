using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Checkout;

/// <summary><c>GET /v2/checkout/orders/{id}</c>.</summary>
internal static class FindOrder
{
    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call) =>
        new(200, OrderBody.Full(transaction, Live(transaction, call.Ids[0])));

    /// <exception cref="PayPalRefusal">The order does not exist, or has expired.</exception>
    public static SimulatedOrder Live(PayPalTransaction transaction, string id) =>
        transaction.Connection.Find<SimulatedOrder>(id) is { } order && !order.IsGone(transaction.Now)
            ? order
            : throw PayPalRefusal.NotFound("order_id", id);
}
