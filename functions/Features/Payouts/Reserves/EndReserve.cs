using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Reserves;

/// <summary>Ends an order's reserve when its time has come and nothing is in the way.</summary>
public sealed class EndReserve(OrderStore orders, SellerStore sellers, DuePayouts due, TimeProvider time)
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

        // The entry is written first, as for every release; it is of the payout that waits, or of the next.
        var active = await sellers.MayBeReleasedAsync(order.SellerId, now, cancellationToken);
        var entered = PaidAs(End(order, active, now));
        if (entered is { } g)
            await due.AddAsync(orderId, g, now, cancellationToken);
        var decided = await orders.ChangeAsync(
            orderId,
            o =>
            {
                // What has changed since the order was read is looked at again, so that nothing is released without its entry.
                var decision = End(o, active, now);
                return PaidAs(decision) == entered ? decision : Decision.Nothing;
            },
            cancellationToken);
        return new ReserveWait(decided.Order.Reserve is null ? null : now + BlockedCheck);
    }

    private static Decision End(Order order, bool active, DateTimeOffset now) =>
        ReserveTransitions.End(order, PayoutTransitions.Blocks(order, active), now);

    private static int? PaidAs(Decision decision) => decision.Change?.Order.CurrentPayout is { IsPayable: true } payout ? payout.G : null;
}

/// <param name="Until">When to look again, UTC; null when there is no reserve any more.</param>
public sealed record ReserveWait(DateTimeOffset? Until);
