using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>Reminds the seller, once, of a refund request that waits for a decision.</summary>
public sealed class RemindOfRefundRequest(OrderStore orders)
{
    /// <param name="key">The reminder's id, <c>{orderId}-refundrequest-{n}</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [Function(nameof(RemindOfRefundRequest))]
    public Task RunAsync([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        var (orderId, n) =
            OrderOrchestrations.ParseRefundRequestId(key)
            ?? throw new ArgumentException($"'{key}' is not the key of a refund request.", nameof(key));
        return orders.ChangeAsync(orderId, order => RefundDecisions.Remind(order, n), cancellationToken);
    }
}
