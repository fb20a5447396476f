using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Orchestrations;

/// <summary>Reads the row for the orchestration: the row is the truth, an event only a wake-up.</summary>
public sealed class ReadOrderProgress(OrderStore orders)
{
    [Function(nameof(ReadOrderProgress))]
    public async Task<OrderProgress> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        OrderProgress.Of((await orders.GetAsync(orderId, cancellationToken)).Order);
}
