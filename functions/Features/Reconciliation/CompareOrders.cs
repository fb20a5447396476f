using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Reconciliation;

/// <summary>Our payments and refunds against the provider's list: what is booked here and is not there.</summary>
public sealed class CompareOrders(MovementIndex hints, OrderStore orders, OperatorAlerts attention)
{
    /// <param name="listed">The provider's list; it begins before <paramref name="from"/>.</param>
    /// <param name="from">What was booked from then, UTC.</param>
    /// <param name="to">To then: what is younger may not be listed yet.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task RunAsync(
        IReadOnlyList<PayPalTransactionInfo> listed,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        var there = listed.Where(t => t.HasGoneThrough).Select(t => t.TransactionId).ToHashSet(StringComparer.Ordinal);
        foreach (var id in await hints.ListAsync(from, to, cancellationToken))
        {
            if (await orders.FindAsync(id, cancellationToken) is not { Order: var order })
                continue;
            foreach (var (providerId, what) in Booked(order, from, to).Where(b => !there.Contains(b.ProviderId)))
            {
                await attention.RaiseOnceAsync(
                    "not-at-provider",
                    providerId,
                    $"The order has booked {what}, and PayPal's list of transactions does not have it.",
                    "Look it up in PayPal's dashboard: do not ship or pay out before it is found.",
                    order.Id,
                    happenedAt: null,
                    cancellationToken);
            }
        }
    }

    private static IEnumerable<(string ProviderId, string What)> Booked(Order order, DateTimeOffset from, DateTimeOffset to)
    {
        if (order.Capture is { } capture && capture.At >= from && capture.At <= to)
            yield return (capture.ProviderId, $"the payment {capture.ProviderId} of {capture.Gross}");
        foreach (var refund in order.Refunds.Where(r => r.CompletedAt >= from && r.CompletedAt <= to))
            yield return (refund.ProviderId!, $"the refund {refund.ProviderId} of {refund.Amount}");
    }
}
