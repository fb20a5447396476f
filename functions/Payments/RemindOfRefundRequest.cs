using ChatPay.Functions.Orders;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Payments;

/// <summary>Tells the seller that a request still waits, once.</summary>
public sealed class RemindOfRefundRequest(OrderStore orders)
{
    /// <param name="key">The reminder's id, <c>{orderId}-refundrequest-{n}</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Function(nameof(RemindOfRefundRequest))]
    public Task RunAsync([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        var (orderId, n) = OrderOrchestrations.ParseRefundRequestId(key) ?? throw new ArgumentException($"'{key}' is not the key of a refund request.", nameof(key));
        return orders.ChangeAsync(orderId, order => RefundDecisions.Remind(order, n), cancellationToken);
    }
}
