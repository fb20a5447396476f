using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Tells an operator of a payout that has been due for a day and is not paid, whatever keeps it. One item an
/// order; it is over when the seller is paid.</summary>
public sealed class LatePayouts(DuePayouts due, OrderStore orders, OperatorAlerts attention, TimeProvider time)
{
    /// <summary>From when on an order's payout is late if it is not paid, UTC; null while it is not due.</summary>
    public static DateTimeOffset? From(Order order) => Since(order) + Payout.LateAfter;

    /// <param name="order">Its payout is due, released or not.</param>
    /// <param name="why">What is known to keep it; null when nothing is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task RaiseIfLateAsync(Order order, string? why, CancellationToken cancellationToken)
    {
        if (Since(order) is { } from && time.GetUtcNow() - from >= Payout.LateAfter)
        {
            await attention.RaiseAsync(
                OrderAlertKind.PayoutLate.Code(),
                order.Id,
                $"The payout of seller {order.SellerId} has been due since {from:yyyy-MM-dd HH:mm} UTC and has not been "
                    + $"paid{(why is null ? "." : $". {char.ToUpperInvariant(why[0])}{why[1..].TrimEnd('.')}.")}",
                $"See what blocks it (GET /api/v1/orders/{order.Id}, 'blocks'), whether payouts are paused (GET "
                    + "/api/v1/ops/payouts-pause), and let the sweep run (POST /api/v1/ops/payout-sweeps). If the seller's account was "
                    + $"closed for good, hand it over (POST /api/v1/orders/{order.Id}/payouts/{{generation}}/handover).",
                order.Id,
                cancellationToken);
        }
    }

    /// <summary>Looks at all that is due, while the sweep itself may not.</summary>
    public Task RaiseAllAsync(string why, CancellationToken cancellationToken) => Many.ForEachAsync(
        due.ListAsync(time.GetUtcNow(), cancellationToken), entry => RaiseAsync(entry, why, cancellationToken), cancellationToken);

    // A later generation is paid again on somebody's word: its day begins with that.
    private static DateTimeOffset? Since(Order order) =>
        order.CurrentPayout is { Generation: > 1, IsVoid: false } again ? again.ReleasedAt : order.DueAt;

    private async Task RaiseAsync(DuePayout entry, string why, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(entry.OrderId, cancellationToken) is { Order: { CurrentPayout: { IsPayable: true } payout } order }
            && payout.Generation == entry.Generation)
            await RaiseIfLateAsync(order, why, cancellationToken);
    }
}
