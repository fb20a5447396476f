using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Sellers;
using ChatPay.Functions.Shared;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Payments;

/// <summary>
/// Brings an order's payment up to date with the provider's own state, and captures it when the buyer has approved and the
/// request is alive. Return page, webhook, the buyer's call and the orchestration's poll all come here; whoever is first
/// captures, once: the decision is written under the order's ETag, and the call carries a derived key (races 1 to 5).
/// </summary>
public sealed class SettlePayment(OrderStore orders, SellerStore sellers, PayPalClient payPal, TimeProvider time)
{
    [Function(nameof(SettlePayment))]
    public async Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        await SettleAsync(orderId, null, cancellationToken);

    /// <param name="orderId">The order.</param>
    /// <param name="k">The checkout that something was heard of; the current one when null.</param>
    /// <param name="cancellationToken">Ends the wait; what was begun is found by the next call.</param>
    /// <returns>The order as it stands then, and why nothing was captured if so.</returns>
    /// <exception cref="PayPalUnavailableException">The provider cannot be asked now.</exception>
    public async Task<Decided> SettleAsync(string orderId, int? k, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        var checkout = k is null ? order.CurrentCheckout : order.Checkouts.FirstOrDefault(c => c.K == k);
        if (order.Capture is not null || checkout?.ProviderOrderId is not { } providerOrderId)
            return new Decided(order, Decision.Nothing);

        var seen = await payPal.GetOrderAsync(providerOrderId, cancellationToken);
        if (seen.Captures.Count > 0)
            return await RecordAsync(orderId, checkout.K, seen, cancellationToken);
        if (seen.Status != PayPalOrderStatus.Approved)
            return new Decided(order, Decision.Refuse("not-approved", "The buyer has not approved the payment yet: open the approval link."));
        if (Mismatch(order, checkout, seen) is { } mismatch)
            return await orders.ChangeAsync(orderId, o => CheckoutTransitions.Fail(o, checkout.K, mismatch), cancellationToken);

        await orders.ChangeAsync(orderId, o => CheckoutTransitions.Approve(o, checkout.K, ApprovedAt(seen)), cancellationToken);
        var active = await sellers.IsActiveAsync(order.SellerId, cancellationToken);
        var started = await orders.ChangeAsync(orderId, o => CheckoutTransitions.StartCapture(o, checkout.K, active, time.GetUtcNow()), cancellationToken);
        return started.Refusal is null && started.Order.CurrentCheckout?.State is CheckoutState.Capturing or CheckoutState.Unknown
            ? await CaptureAsync(orderId, checkout.K, providerOrderId, cancellationToken)
            : started;
    }

    private async Task<Decided> CaptureAsync(string orderId, int k, string providerOrderId, CancellationToken cancellationToken)
    {
        try
        {
            var captured = await payPal.CaptureOrderAsync(providerOrderId, Checkout.CaptureKey(orderId, k), cancellationToken);
            return await RecordAsync(orderId, k, captured, cancellationToken);
        }
        catch (PayPalRefusedException e) when (e.Has("ORDER_ALREADY_CAPTURED"))
        {
            return await RecordAsync(orderId, k, await payPal.GetOrderAsync(providerOrderId, cancellationToken), cancellationToken);
        }
        catch (PayPalRefusedException e)
        {
            var issue = e.Issues.Count > 0 ? e.Issues[0].Issue : e.Name;
            return await orders.ChangeAsync(orderId, o => CheckoutTransitions.Fail(o, k, issue), cancellationToken);
        }
        catch (PayPalUnknownOutcomeException)
        {
            // The orchestration reads the provider's state next; until then nothing else is tried.
            return await orders.ChangeAsync(orderId, o => CheckoutTransitions.OutcomeUnknown(o, k), cancellationToken);
        }
    }

    private Task<Decided> RecordAsync(string orderId, int k, PayPalOrder seen, CancellationToken cancellationToken)
    {
        var money = seen.Captures.FirstOrDefault(c => c.Status is PayPalCaptureStatus.Completed or PayPalCaptureStatus.PartiallyRefunded or PayPalCaptureStatus.Refunded)
            ?? seen.Captures.FirstOrDefault(c => c.Status == PayPalCaptureStatus.Pending)
            ?? seen.Captures[^1];
        return orders.ChangeAsync(orderId, o => Decide(o, money), cancellationToken);

        Decision Decide(Order order, PayPalCapture capture) => capture switch
        {
            { Status: PayPalCaptureStatus.Pending } => CheckoutTransitions.Pend(order, k, capture.StatusDetails?.Reason),
            { Status: PayPalCaptureStatus.Declined or PayPalCaptureStatus.Failed } => CheckoutTransitions.Fail(order, k, capture.StatusDetails?.Reason ?? capture.Status),
            { SellerReceivableBreakdown: { } breakdown } => CheckoutTransitions.RecordCapture(order, new Capture(
                capture.Id, k, breakdown.GrossAmount, breakdown.PaypalFee ?? Money.Zero(breakdown.GrossAmount.Currency), time.GetUtcNow(), Late: false)),
            _ => throw new InvalidOperationException($"PayPal's capture {capture.Id} of {order.Id} says nothing about its amounts."),
        };
    }

    // Guards of the capture: amount, currency and custom_id are those of this checkout (orders.md, Guards).
    private static string? Mismatch(Order order, Checkout checkout, PayPalOrder seen) => seen.Unit switch
    {
        { Amount: { } amount } when amount != order.Total => "AMOUNT_MISMATCH",
        { CustomId: { } id } when id != Checkout.Key(order.Id, checkout.K) => "CUSTOM_ID_MISMATCH",
        _ => null,
    };

    private DateTimeOffset ApprovedAt(PayPalOrder seen)
    {
        var now = time.GetUtcNow();
        return seen.UpdateTime is { } updated && updated < now ? updated : now;
    }
}
