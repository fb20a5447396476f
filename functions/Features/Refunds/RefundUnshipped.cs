using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>Decides the refund of an order that was not marked as shipped in time. A shipment marked at the last moment
/// wins.</summary>
public sealed class RefundUnshipped(OrderStore orders, TimeProvider time)
{
    [Function(nameof(RefundUnshipped))]
    public Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        orders.ChangeAsync(orderId, order => RefundDecisions.RefundUnshipped(order, time.GetUtcNow()), cancellationToken);
}
