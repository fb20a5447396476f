using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments.PayPal;

namespace ChatPay.Functions.Payments;

/// <summary>Takes over refunds that were made at the provider, past this app: an operator in PayPal's dashboard, or PayPal itself.</summary>
public sealed class AdoptRefunds(OrderStore orders, PayPalClient payPal, TimeProvider time)
{
    /// <summary>The order of a capture; null when it is none of ours.</summary>
    public async Task<string?> FindOrderAsync(string captureId, CancellationToken cancellationToken) =>
        Checkout.Parse((await payPal.GetCaptureAsync(captureId, cancellationToken)).CustomId)?.OrderId;

    /// <summary>Reads the order's refunds at the provider, and writes down those that carry no key of ours.</summary>
    /// <exception cref="PayPalUnavailableException">The provider cannot be asked now.</exception>
    public async Task RunAsync(string orderId, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        if (order.Capture is not { } capture || order.Checkouts.First(c => c.K == capture.K).ProviderOrderId is not { } providerOrderId)
            return;

        var seen = await payPal.GetOrderAsync(providerOrderId, cancellationToken);
        foreach (var refund in seen.Unit?.Payments?.Refunds ?? [])
        {
            var isCompleted = refund.Status == PayPalRefundStatus.Completed;
            if ((isCompleted || refund.Status == PayPalRefundStatus.Pending) && refund.Amount is { } amount && Refund.Parse(refund.CustomId)?.OrderId != orderId)
                await orders.ChangeAsync(orderId, o => RefundDecisions.Adopt(o, refund.Id, amount, isCompleted, time.GetUtcNow()), cancellationToken);
        }
    }
}
