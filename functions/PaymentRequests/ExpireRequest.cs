using ChatPay.Functions.Orders;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.PaymentRequests;

/// <summary>Ends a request that was not paid in time. Refused while a capture is under way: capturing wins.</summary>
public sealed class ExpireRequest(OrderStore orders, TimeProvider time)
{
    [Function(nameof(ExpireRequest))]
    public Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        orders.ChangeAsync(orderId, order => RequestTransitions.Expire(order, time.GetUtcNow()), cancellationToken);
}
