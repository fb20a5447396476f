using System.Net;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>Adopts refunds made directly at the provider: by an operator in PayPal's dashboard, or by PayPal itself.</summary>
public sealed class AdoptRefunds(OrderStore orders, PayPalClient payPal, OperatorAlerts attention, TimeProvider time)
{
    private const string Reversed = "capture-reversed";
    private const string NotBooked = "refund-not-booked";
    private const string SecondCharge = "second-charge-taken";

    /// <summary>The order of a capture; null when it is not one of ours. PayPal reports on every payment of the account, and shows
    /// only those of this app.</summary>
    public async Task<string?> FindOrderAsync(string captureId, CancellationToken cancellationToken)
    {
        try
        {
            var capture = await payPal.GetCaptureAsync(captureId, cancellationToken);
            return Checkout.Parse(capture.CustomId)?.OrderId ?? Checkout.OrderOfInvoice(capture.InvoiceId);
        }
        catch (PayPalRefusedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    /// <summary>Reads the order's refunds at the provider, and records those that are not known here.</summary>
    /// <exception cref="PayPalUnavailableException">The provider cannot be reached now.</exception>
    public Task RunAsync(string orderId, CancellationToken cancellationToken) => RunAsync(orderId, null, cancellationToken);

    /// <summary>Reads the order's refunds at the provider, and records those that are not known here, if the provider shows the order:
    /// otherwise there is nothing to adopt.</summary>
    /// <exception cref="PayPalUnavailableException">The provider cannot be reached now.</exception>
    /// <exception cref="PayPalRefusedException">The provider does not let this app in (401), or is busy with the order (409).</exception>
    public async Task RunIfShownAsync(string orderId, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(orderId, cancellationToken);
        }
        catch (PayPalRefusedException e) when (IsNotShown(e))
        {
            // What it does not show cannot be adopted.
        }
    }

    /// <summary>As <see cref="RunIfShownAsync"/>, for an endpoint.</summary>
    /// <exception cref="ProblemException">503: the provider cannot say now.</exception>
    public Task RunBeforeCommandAsync(string orderId, CancellationToken cancellationToken) => AnsweredAsync(async () =>
    {
        await RunIfShownAsync(orderId, cancellationToken);
        return true;
    });

    /// <summary>The provider's id of a refund that it had as pending, and no longer shows, neither by itself nor among the order's, or
    /// shows as failed; null when it is another refund.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="n">The refund.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">503: the provider cannot say now.</exception>
    public async Task<string?> FindNotShownAsync(string orderId, int n, CancellationToken cancellationToken)
    {
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        // Only if it matters.
        return order.Refunds.FirstOrDefault(r => r.Number == n)?.ProviderId is { } id
            && RefundTransitions.End(order, n, time.GetUtcNow(), notShown: id).Change is not null
            && !await AnsweredAsync(() => IsShownAsync(order, id, cancellationToken))
                ? id
                : null;
    }

    private async Task<bool> IsShownAsync(Order order, string refundId, CancellationToken cancellationToken)
    {
        try
        {
            return MayBeMade(await payPal.GetRefundAsync(refundId, cancellationToken));
        }
        catch (PayPalRefusedException e) when (IsNotShown(e))
        {
            // The order may still list it.
        }

        try
        {
            return (await ListAsync(order, cancellationToken))?.Any(r => r.Id == refundId && MayBeMade(r)) ?? false;
        }
        catch (PayPalRefusedException e) when (IsNotShown(e))
        {
            return false;
        }
    }

    private static bool MayBeMade(PayPalRefund seen) => seen.Status is not (PayPalRefundStatus.Failed or PayPalRefundStatus.Cancelled);

    /// <summary>The order's refunds at the provider; null when it was not paid there.</summary>
    private async Task<IReadOnlyList<PayPalRefund>?> ListAsync(Order order, CancellationToken cancellationToken) =>
        order.Capture is { } capture
            && order.Checkouts.First(c => c.Number == capture.CheckoutNumber).ProviderOrderId is { } providerOrderId
                ? (await payPal.GetOrderAsync(providerOrderId, cancellationToken)).Unit?.Payments?.Refunds ?? []
                : null;

    /// <summary>Asks the provider, for an endpoint.</summary>
    /// <exception cref="ProblemException">503: the provider cannot say now.</exception>
    internal static async Task<T> AnsweredAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is PayPalUnavailableException or PayPalRefusedException)
        {
            throw Problems.Unavailable("PayPal");
        }
    }

    /// <summary>Whether the provider refuses to show something for good, and not only now.</summary>
    internal static bool IsNotShown(PayPalRefusedException e) => e.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Conflict);

    /// <summary>Reads the order's refunds at the provider, including a reversal by PayPal itself.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="reversalId">The provider's id of the reversal, which may be missing from the order's refunds. Null when there
    /// is none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="captureId">The provider's id of the reversed capture, as reported; null when unknown.</param>
    /// <param name="customId">The reversed capture's key, as reported; null when unknown.</param>
    /// <exception cref="PayPalUnavailableException">The provider cannot be reached now.</exception>
    public async Task RunAsync(
        string orderId, string? reversalId, CancellationToken cancellationToken, string? captureId = null, string? customId = null)
    {
        var order = (await orders.GetAsync(orderId, cancellationToken)).Order;
        if (await ListAsync(order, cancellationToken) is not { } seen)
            return;

        // Those with a key of ours first, so that another refund of the same amount is not mistaken for one of them.
        foreach (var refund in seen.Where(r => r.Id != reversalId).OrderBy(r => NumberOf(r, orderId) is null))
            await TakeAsync(orderId, refund, cancellationToken);
        if (reversalId is null)
            return;
        var reversal = seen.FirstOrDefault(r => r.Id == reversalId) ?? await FindRefundAsync(reversalId, cancellationToken);
        if (!await IsOfSecondChargeAsync(
            order, reversal?.CaptureId ?? captureId, reversal?.CustomId ?? customId, reversalId, cancellationToken))
            await TakeReversalAsync(orderId, reversalId, reversal, cancellationToken);
    }

    /// <summary>Whether PayPal has taken money of a second charge of the buyer. The seller was never given that money, so nothing is
    /// booked, and an operator is alerted.</summary>
    /// <param name="order">The order.</param>
    /// <param name="captureId">The provider's id of the capture; null when unknown.</param>
    /// <param name="customId">The capture's key; null when unknown.</param>
    /// <param name="subject">The provider's id of the reversal or dispute.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<bool> IsOfSecondChargeAsync(
        Order order, string? captureId, string? customId, string subject, CancellationToken cancellationToken)
    {
        if (!order.IsOfOtherCapture(captureId, customId) || order.Refunds.Any(r => r.ProviderId == subject))
            return false;
        await TellOfSecondChargeAsync(order, subject, cancellationToken);
        return true;
    }

    /// <summary>Alerts an operator that PayPal takes, or may take, money of a charge that is not booked.</summary>
    /// <param name="order">The order.</param>
    /// <param name="subject">The provider's id of the reversal or dispute.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task TellOfSecondChargeAsync(Order order, string subject, CancellationToken cancellationToken) => attention.RaiseOnceAsync(
        SecondCharge,
        subject,
        $"{subject} is about a second charge of the buyer, beside {order.Capture!.ProviderId}: nothing of it is booked.",
        "Follow it in PayPal's dashboard. What it takes is the platform's: the seller loses nothing, and the second charge must not be "
            + "refunded on top.",
        order.Id,
        happenedAt: null,
        cancellationToken);

    /// <summary>PayPal has taken a part of the payment back by itself: it is booked once, and an operator is alerted.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="reversalId">The provider's id of the reversal.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="madeAt">When it was made at PayPal, UTC; null when unknown.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task ReverseAsync(
        string orderId,
        string reversalId,
        Money amount,
        DateTimeOffset? madeAt,
        CancellationToken cancellationToken)
    {
        var decided = await orders.ChangeAsync(
            orderId, o => RefundDecisions.Reverse(o, reversalId, amount, time.GetUtcNow(), madeAt), cancellationToken);
        await TellIfRefusedAsync(decided, reversalId, cancellationToken);
        foreach (var reversal in decided.Order.Refunds.Where(r => r.ProviderId == reversalId && r.Counts))
            await TellOfReversalAsync(orderId, reversal, cancellationToken);
    }

    /// <summary>Alerts an operator to what became of money that was reported while a dispute was open. A repeat raises nothing
    /// new.</summary>
    /// <param name="order">The order after the dispute was decided.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task TellOfHeardAsync(Order order, CancellationToken cancellationToken)
    {
        foreach (var reversal in order.Refunds.Where(r => r.IsReversal && r.Counts))
            await TellOfReversalAsync(order.Id, reversal, cancellationToken);
        if (order.OpenDispute is not null)
            return;
        foreach (var heard in order.HeardRefunds)
        {
            await TellNotBookedAsync(
                order.Id,
                heard.Id,
                $"PayPal shows {heard.Id}, of {heard.Amount}, which neither the decided case nor what is left of the payment explains.",
                cancellationToken);
        }
    }

    private Task TellOfReversalAsync(string orderId, Refund reversal, CancellationToken cancellationToken) =>
        attention.RaiseOnceAsync(
            Reversed,
            reversal.ProviderId!,
            $"PayPal has taken {reversal.Amount} of the payment back by itself ({reversal.ProviderId}); it is booked like a refund.",
            "Find out why in PayPal's dashboard, and tell the seller: what had been paid out is the seller's debt.",
            orderId,
            happenedAt: null,
            cancellationToken);

    private static int? NumberOf(PayPalRefund refund, string orderId) =>
        Refund.Parse(refund.CustomId) is var (of, n) && of == orderId ? n : null;

    private async Task TakeAsync(string orderId, PayPalRefund refund, CancellationToken cancellationToken)
    {
        var isCompleted = refund.Status == PayPalRefundStatus.Completed;
        if (refund.Amount is not { } amount || !(isCompleted || refund.Status == PayPalRefundStatus.Pending))
            return;
        var n = NumberOf(refund, orderId);
        var decided = await orders.ChangeAsync(
            orderId,
            o => n is null
                ? RefundDecisions.Adopt(o, refund.Id, amount, isCompleted, time.GetUtcNow(), refund.CreateTime)
                : RefundDecisions.Made(o, n.Value, refund.Id, amount, isCompleted, time.GetUtcNow(), refund.CreateTime),
            cancellationToken);
        await TellIfRefusedAsync(decided, refund.Id, cancellationToken);
    }

    /// <summary>What cannot be adopted is not booked: nothing is paid out until an operator has looked.</summary>
    private async Task TellIfRefusedAsync(TransitionResult decided, string refundId, CancellationToken cancellationToken)
    {
        if (decided.Refusal is not { } refusal)
            return;
        var orderId = decided.Order.Id;
        await BlockOnceAsync(orderId, NotBooked, refundId, DisputeTransitions.NotBooked, cancellationToken);
        await TellNotBookedAsync(orderId, refundId, refusal.Detail, cancellationToken);
    }

    /// <summary>Blocks the payout before an operator is alerted, not after: otherwise, once the operator has lifted the block, a
    /// repeat of the report, from PayPal or from the nightly list, would block it again.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="kind">The kind of the alert.</param>
    /// <param name="subject">The subject of the alert.</param>
    /// <param name="reason">For the seller.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task BlockOnceAsync(
        string orderId, string kind, string subject, string reason, CancellationToken cancellationToken)
    {
        if (!await attention.WasRaisedAsync(kind, subject, cancellationToken))
            await orders.ChangeAsync(orderId, o => PayoutTransitions.Block(o, reason), cancellationToken);
    }

    private Task TellNotBookedAsync(string orderId, string refundId, string why, CancellationToken cancellationToken) =>
        attention.RaiseOnceAsync(
            NotBooked,
            refundId,
            $"{why} The payout is blocked.",
            "Settle it with the seller by hand, then lift the block.",
            orderId,
            happenedAt: null,
            cancellationToken);

    private async Task TakeReversalAsync(string orderId, string reversalId, PayPalRefund? seen, CancellationToken cancellationToken)
    {
        if (seen?.Status is PayPalRefundStatus.Failed or PayPalRefundStatus.Cancelled)
            return;
        if (seen is { Status: PayPalRefundStatus.Completed, Amount: { } amount })
        {
            await ReverseAsync(orderId, reversalId, amount, seen.CreateTime, cancellationToken);
            return;
        }

        // Pending, or with an unknown status or amount: the nightly list has it once it has completed, and until then nothing is
        // paid out.
        await BlockOnceAsync(orderId, Reversed, reversalId, "PayPal has taken money of this payment back.", cancellationToken);
        await attention.RaiseOnceAsync(
            Reversed, reversalId,
            $"PayPal says that it has taken back money of the payment ({reversalId}), and does not show "
                + (seen is { Amount: not null } ? $"that it has gone through ({seen.Status})." : "how much.")
                + " The payout is blocked.",
            "Find it in PayPal's dashboard. When the order's ledger shows it, or PayPal has given it up, lift the block.",
            orderId,
            happenedAt: null,
            cancellationToken);
    }

    private async Task<PayPalRefund?> FindRefundAsync(string refundId, CancellationToken cancellationToken)
    {
        try
        {
            return await payPal.GetRefundAsync(refundId, cancellationToken);
        }
        catch (PayPalRefusedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
