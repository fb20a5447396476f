using ChatPay.Functions.Orders;
using ChatPay.Functions.Sellers;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Payouts.Reserves;

/// <summary>Ends an order's reserve when its time has come and nothing is in the way.</summary>
public sealed class EndReserve(OrderStore orders, SellerStore sellers, DuePayouts due, TimeProvider time)
{
    private static readonly TimeSpan BlockedCheck = TimeSpan.FromHours(6);

    /// <returns>When to look again, UTC; null when there is no reserve any more.</returns>
    [Function(nameof(EndReserve))]
    public async Task<DateTimeOffset?> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        if (order.Reserve is not { } reserve)
            return null;
        if (now < reserve.Until)
            return reserve.Until;

        // The entries are written first, as for every release: without a payout behind them they are harmless. The payout may be the one
        // that waits or the next.
        var active = await sellers.MayBePaidAsync(order.SellerId, cancellationToken);
        foreach (var g in new[] { order.Payouts.Count, order.Payouts.Count + 1 })
            await due.AddAsync(orderId, g, now, cancellationToken);
        var decided = await orders.ChangeAsync(
            orderId,
            o => o.Payouts.Count == order.Payouts.Count ? ReserveTransitions.End(o, PayoutTransitions.Blocks(o, active), now) : Decision.Nothing,
            cancellationToken);
        return decided.Order.Reserve is null ? null : now + BlockedCheck;
    }
}
