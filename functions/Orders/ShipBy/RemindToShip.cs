using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Orders.ShipBy;

/// <summary>Reminds the seller of an order that is paid and not shipped, 24, 48 and 72 hours after the payment.</summary>
public sealed class RemindToShip(OrderStore orders, TimeProvider time)
{
    [Function(nameof(RemindToShip))]
    public Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        orders.ChangeAsync(orderId, order => ShipByTransitions.Remind(order, time.GetUtcNow()), cancellationToken);
}
