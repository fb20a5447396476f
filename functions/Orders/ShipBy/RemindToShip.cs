using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Orders.ShipBy;

/// <summary>Reminds the seller of an order that is paid and not shipped (orders.md, Timers).</summary>
public sealed class RemindToShip(OrderStore orders, TimeProvider time)
{
    [Function(nameof(RemindToShip))]
    public Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        orders.ChangeAsync(orderId, order => ShipByTransitions.Remind(order, time.GetUtcNow()), cancellationToken);
}
