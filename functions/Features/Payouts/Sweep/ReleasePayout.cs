using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>
/// Releases the payout at the end of the hold. The due entry is written first: it is a hint, and the sweep checks the order
/// behind it, so an entry without a release is harmless and a release without an entry cannot be.
/// </summary>
public sealed class ReleasePayout(OrderStore orders, SellerStore sellers, DuePayouts due, LatePayouts late, TimeProvider time)
{
    private const int MaxAttempts = 5;

    /// <returns>Whether the hold has ended; false when something blocks the payout.</returns>
    [Function(nameof(ReleasePayout))]
    public async Task<bool> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
            var active = await sellers.MayBeReleasedAsync(order.SellerId, now, cancellationToken);
            var entered = Released(Decide(order, active, now));
            if (entered is { } g)
                await due.AddAsync(order.Id, g, now, cancellationToken);

            // The block may have gone since the order was read: what has no entry is not released, but looked at again.
            var missed = false;
            var decided = await orders.ChangeAsync(
                orderId,
                o =>
                {
                    var decision = Decide(o, active, now);
                    missed = Released(decision) is { } released && released != entered;
                    return missed ? Decision.Nothing : decision;
                },
                cancellationToken);
            if (missed)
                continue;

            // Once it is due, nothing but a block refuses it.
            if (decided.Refusal is { } blocked && decided.Order.DueAt <= now)
                await late.RaiseIfLateAsync(decided.Order, blocked.Detail, cancellationToken);
            return decided.Refusal is null;
        }

        return false;
    }

    private static Decision Decide(Order order, bool active, DateTimeOffset now) =>
        PayoutTransitions.Release(order, PayoutTransitions.Blocks(order, active), now);

    private static int? Released(Decision decision) =>
        decision.Change?.Order.CurrentPayout is { State: PayoutState.Released } payout ? payout.G : null;
}
