using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Requests;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.PaymentRequests;

/// <summary>Ends a request that was not paid in time. Refused while a capture is under way: capturing wins.</summary>
public sealed class ExpireRequest(OrderStore orders, BuyerLimit limit, TimeProvider time)
{
    [Function(nameof(ExpireRequest))]
    public async Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken)
    {
        var decided = await orders.ChangeAsync(orderId, order => RequestTransitions.Expire(order, time.GetUtcNow()), cancellationToken);
        if (decided.Refusal is null)
            await limit.ReleaseAsync(decided.Order, cancellationToken);
    }
}
