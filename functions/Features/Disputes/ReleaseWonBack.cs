using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>Releases what a dispute has given back after the order's payout: the order's own orchestration has ended by
/// then.</summary>
public sealed class ReleaseWonBack(OrderStore orders, ReleasePayout release)
{
    /// <param name="key">The key of the dispute.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether nothing is left to release; false when something blocks the payout.</returns>
    [Function(nameof(ReleaseWonBack))]
    public async Task<bool> RunAsync([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        var (orderId, _) = Dispute.Parse(key) ?? throw new ArgumentException($"'{key}' is not the key of a dispute.", nameof(key));
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        return !PayoutTransitions.IsOwedAfterTheEnd(order) || await release.RunAsync(orderId, cancellationToken);
    }
}
