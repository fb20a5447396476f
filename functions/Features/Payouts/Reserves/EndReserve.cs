using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Reserves;

/// <summary>Ends an order's reserve when it is due and nothing blocks it.</summary>
public sealed class EndReserve(OrderStore orders, SellerStore sellers, TimeProvider time)
{
    private static readonly TimeSpan BlockedCheck = TimeSpan.FromHours(6);

    [Function(nameof(EndReserve))]
    public async Task<ReserveWait> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        if (order.Reserve is not { } reserve)
            return new ReserveWait(null);
        if (now < reserve.Until)
            return new ReserveWait(reserve.Until);

        var active = await sellers.MayBeReleasedAsync(order.SellerId, now, cancellationToken);
        var decided = await orders.ChangeAsync(
            orderId, o => ReserveTransitions.End(o, PayoutTransitions.Blocks(o, active), now), cancellationToken);
        return new ReserveWait(decided.Order.Reserve is null ? null : now + BlockedCheck);
    }
}

/// <param name="Until">When to check again, UTC; null when there is no longer a reserve.</param>
public sealed record ReserveWait(DateTimeOffset? Until);
