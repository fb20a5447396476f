using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>Reminds the seller, once, of a complaint that waits for a decision.</summary>
public sealed class RemindOfComplaint(OrderStore orders)
{
    /// <param name="key">The reminder's id, <c>{orderId}-complaint-{n}</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [Function(nameof(RemindOfComplaint))]
    public Task RunAsync([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        var (orderId, n) =
            OrderOrchestrations.ParseComplaintId(key)
            ?? throw new ArgumentException($"'{key}' is not the key of a complaint.", nameof(key));
        return orders.ChangeAsync(orderId, order => ComplaintTransitions.Remind(order, n), cancellationToken);
    }
}
