using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.ShipBy;

/// <summary>Reminds the seller of an order that is paid and not shipped, 24, 48 and 72 hours after the payment.</summary>
public sealed class RemindToShip(OrderStore orders, TimeProvider time)
{
    [Function(nameof(RemindToShip))]
    public Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        orders.ChangeAsync(orderId, order => ShipByTransitions.Remind(order, time.GetUtcNow()), cancellationToken);
}
