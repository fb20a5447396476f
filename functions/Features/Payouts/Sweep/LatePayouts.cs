using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Alerts an operator to a payout that has been due for a day and is not paid, whatever the reason. One alert per order,
/// which ends when the seller is paid.</summary>
public sealed class LatePayouts(
    DuePayouts due, OrderStore orders, OperatorAlerts attention, TimeProvider time, ILogger<LatePayouts> log)
{
    /// <summary>When an order's payout becomes late if it is not paid, UTC; null while it is not due.</summary>
    public static DateTimeOffset? From(Order order) => Since(order) + Payout.LateAfter;

    /// <param name="order">An order whose payout is due, released or not.</param>
    /// <param name="why">The known reason; null when there is none.</param>
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
                    + "/api/v1/ops/payouts-pause), and start a sweep (POST /api/v1/ops/payout-sweeps). If the seller's account was "
                    + $"closed for good, hand it over (POST /api/v1/orders/{order.Id}/payouts/{{generation}}/handover).",
                order.Id,
                cancellationToken);
        }
    }

    /// <summary>Checks everything that is due, while the sweep itself is paused. An order that cannot be read is logged, and keeps no
    /// other from being reported.</summary>
    public Task RaiseAllAsync(string why, CancellationToken cancellationToken) => Many.ForEachAsync(
        due.ListAsync(time.GetUtcNow(), cancellationToken), entry => RaiseAsync(entry, why, cancellationToken), cancellationToken);

    // A later generation is paid at somebody's request: its day begins with that.
    private static DateTimeOffset? Since(Order order) =>
        order.CurrentPayout is { Generation: > 1, IsVoid: false } again ? again.ReleasedAt : order.DueAt;

    private async Task RaiseAsync(DuePayout entry, string why, CancellationToken cancellationToken)
    {
        try
        {
            if (await orders.FindAsync(entry.OrderId, cancellationToken) is { Order: { CurrentPayout: { IsPayable: true } payout } order }
                && payout.Generation == entry.Generation)
                await RaiseIfLateAsync(order, why, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Order {OrderId}, whose payout is due, could not be checked; the next sweep tries again.", entry.OrderId);
        }
    }
}
