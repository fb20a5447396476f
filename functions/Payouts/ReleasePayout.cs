using ChatPay.Functions.Operations;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Sellers;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Payouts;

/// <summary>
/// Releases the payout at the end of the hold. The due entry is written first: it is a hint, and the sweep checks the order
/// behind it, so an entry without a release is harmless and a release without an entry cannot be.
/// </summary>
public sealed class ReleasePayout(OrderStore orders, SellerStore sellers, DuePayouts due, Attention attention, TimeProvider time)
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromHours(24);

    /// <returns>Whether the hold has ended; false when something blocks the payout.</returns>
    [Function(nameof(ReleasePayout))]
    public async Task<bool> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        var active = await sellers.IsActiveAsync(order.SellerId, cancellationToken);
        var now = time.GetUtcNow();

        if (Decide(order).Change?.Order.CurrentPayout is { State: PayoutState.Released } payout)
            await due.AddAsync(order.Id, payout.G, now, cancellationToken);
        var decided = await orders.ChangeAsync(orderId, Decide, cancellationToken);
        if (decided.Refusal?.Code == "blocked" && now - decided.Order.DueAt >= LateAfter)
        {
            await attention.RaiseAsync(
                "payout-late", orderId, $"The payout has been due since {decided.Order.DueAt:yyyy-MM-dd HH:mm} UTC. {decided.Refusal.Detail}",
                "Decide what blocks it: a refund request, a case, a restriction.", orderId, cancellationToken);
        }

        return decided.Refusal is null;

        Decision Decide(Order o) => PayoutTransitions.Release(o, PayoutTransitions.Blocks(o, active), now);
    }
}
