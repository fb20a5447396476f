using System.Net;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Refunds;

/// <summary>Makes a refund, or finds out its outcome. Every call uses the same key, so that the provider refunds once.</summary>
public sealed class SubmitRefund(
    OrderStore orders,
    PayPalClient payPal,
    AdoptRefunds adoption,
    OperatorAlerts attention,
    TimeProvider time,
    ILogger<SubmitRefund> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    // The provider keeps a refund's key for 45 days; the same call after that would refund again.
    private static readonly TimeSpan RepeatIsSafe = TimeSpan.FromDays(44);

    /// <param name="key">The refund's key, <c>{orderId}-refund-{n}</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The refund's state afterwards; completed and failed are final.</returns>
    [Function(nameof(SubmitRefund))]
    public async Task<RefundState> RunAsync([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        var (orderId, n) = Refund.Parse(key) ?? throw new ArgumentException($"'{key}' is not the key of a refund.", nameof(key));
        var submitted = await orders.ChangeAsync(orderId, o => RefundTransitions.Submit(o, n), cancellationToken);
        var (order, refund) = (submitted.Order, Of(submitted.Order, n));
        if (refund.State == RefundState.Failed)
        {
            // An operator may have ended it.
            await ClearIfSlowAsync(refund, key, cancellationToken);
            return await LookAfterAsync(orderId, refund, cancellationToken);
        }

        if (!refund.IsUnderWay)
            return refund.State;

        // It has not been made, and meanwhile a dispute has given the buyer the money.
        var isTooMuch = submitted.Changed && order.Refundable.MinorUnits < 0;
        var outcome = isTooMuch
            ? o => RefundTransitions.Fail(o, n, RefundTransitions.GivenByCase, time.GetUtcNow())
            : await AskAsync(order, refund, key, cancellationToken);
        var decided = await orders.ChangeAsync(orderId, outcome, cancellationToken);
        if (Of(decided.Order, n) is { State: RefundState.Completed or RefundState.Failed } over)
            await ClearIfSlowAsync(over, key, cancellationToken);

        return Of(decided.Order, n) is { State: RefundState.Failed } failed
            ? await LookAfterAsync(orderId, failed, cancellationToken)
            : Of(decided.Order, n).State;
    }

    /// <summary>PayPal tells of a refund under this key. It may be another than the one that is booked under it.</summary>
    /// <param name="read">The order as it was read when the news came.</param>
    /// <param name="key">The refund's key.</param>
    /// <param name="providerId">The provider's refund id; null when it is not told.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task HearAsync(StoredOrder read, string key, string? providerId, CancellationToken cancellationToken)
    {
        await RunAsync(key, cancellationToken);
        if (providerId is null || IsKnown(read.Order))
            return;
        if (!IsKnown((await orders.GetAsync(read.Order.Id, cancellationToken)).Order))
            await adoption.RunIfShownAsync(read.Order.Id, cancellationToken);

        bool IsKnown(Order order) => order.Refunds.Any(r => r.ProviderId == providerId);
    }

    /// <summary>A refusal may be the first sign of a refund made in the provider's dashboard; and what an operator has ended may have
    /// been made after all.</summary>
    private async Task<RefundState> LookAfterAsync(string orderId, Refund failed, CancellationToken cancellationToken)
    {
        await adoption.RunIfShownAsync(orderId, cancellationToken);
        return failed.State;
    }

    private async Task<Func<Order, Decision>> AskAsync(Order order, Refund refund, string key, CancellationToken cancellationToken)
    {
        if (refund.ProviderId is { } id)
            return await FollowAsync(order, refund, key, id, cancellationToken);
        try
        {
            if (time.GetUtcNow() - (refund.SentAgainAt ?? refund.At) >= RepeatIsSafe
                && await LookFirstAsync(order, refund, key, cancellationToken) is { } found)
                return found;
            var answer = await payPal.RefundAsync(
                order.Capture!.ProviderId,
                new PayPalRefundRequest(refund.Amount, key),
                key,
                cancellationToken);
            return await SeenAsync(order, refund, key, answer, cancellationToken);
        }
        catch (PayPalRefusedException e) when (e.Has("CAPTURE_FULLY_REFUNDED") || e.Has("REFUND_AMOUNT_EXCEEDED"))
        {
            return await MadeBeforeAsync(order, refund, key, e, cancellationToken);
        }
        catch (PayPalRefusedException e) when (MayPass(e))
        {
            log.LogWarning(e, "Refund {Key} is refused for now; it is tried again.", key);
            await RaiseIfSlowAsync(order, refund, key, $"PayPal refuses it ({e.Reason})", cancellationToken);
            return o => IsDefinite(e) ? RefundTransitions.NotMade(o, refund.Number) : RefundTransitions.OutcomeUnknown(o, refund.Number);
        }
        catch (PayPalRefusedException e)
        {
            return Refused(refund, key, e);
        }
        catch (PayPalUnknownOutcomeException)
        {
            await RaiseIfSlowAsync(order, refund, key, "PayPal does not answer", cancellationToken);
            return o => RefundTransitions.OutcomeUnknown(o, refund.Number);
        }
    }

    /// <summary>What has become of a refund that the provider has. If it does not show the refund, it is not known to have failed: it
    /// may still complete.</summary>
    private async Task<Func<Order, Decision>> FollowAsync(
        Order order, Refund refund, string key, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await SeenAsync(order, refund, key, await payPal.GetRefundAsync(id, cancellationToken), cancellationToken);
        }
        catch (PayPalRefusedException e)
        {
            log.LogError(e, "PayPal does not show refund {Key}, which it had as pending; it is asked again.", key);
            await RaiseIfSlowAsync(
                order,
                refund,
                key,
                $"PayPal had it as pending, and does not show it ({e.Reason})",
                cancellationToken,
                "Look at the capture at PayPal, or ask PayPal. The refund is asked for by itself. When PayPal says that it was not made, "
                    + $"end it (POST /api/v1/orders/{order.Id}/refunds/{refund.Number}/end), and refund again.");
            return _ => Decision.Nothing;
        }
    }

    /// <summary>The key no longer protects, so the provider's order decides: a refund that it shows is adopted, and one that it
    /// does not show was never made.</summary>
    /// <returns>What to do instead of sending it; null when it may be sent.</returns>
    private async Task<Func<Order, Decision>?> LookFirstAsync(Order order, Refund refund, string key, CancellationToken cancellationToken)
    {
        var seen = await FindOrderAsync(order, cancellationToken);
        if (seen?.Unit?.Payments?.Refunds?.FirstOrDefault(r => r.CustomId == key) is { } made)
            return await SeenAsync(order, refund, key, made, cancellationToken);
        if (seen is not null && seen.Captures.Any(c => c.Id == order.Capture!.ProviderId))
        {
            var noted = await orders.ChangeAsync(
                order.Id,
                o => RefundTransitions.SendAgain(o, refund.Number, time.GetUtcNow()),
                cancellationToken);
            return noted.Changed ? null : _ => Decision.Nothing;
        }

        log.LogError(
            "Refund {Key} was sent {At:O} and never answered, and PayPal no longer shows the payment: it is not sent again.",
            key,
            refund.At);
        await RaiseIfSlowAsync(
            order,
            refund,
            key,
            "it was never answered, PayPal does not show the payment, and would no longer recognise a repeat",
            cancellationToken);
        return o => RefundTransitions.OutcomeUnknown(o, refund.Number);
    }

    private async Task<PayPalOrder?> FindOrderAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            return order.Checkouts.First(c => c.Number == order.Capture!.CheckoutNumber).ProviderOrderId is { } id
                ? await payPal.GetOrderAsync(id, cancellationToken)
                : null;
        }
        catch (PayPalRefusedException e) when (AdoptRefunds.IsNotShown(e))
        {
            // Not the refund is refused, but to show the order.
            log.LogWarning(e, "PayPal does not show the payment of order {OrderId}.", order.Id);
            return null;
        }
    }

    /// <summary>The money may be gone because an unanswered call of ours has moved it: the provider's order shows all refunds with
    /// their keys. If one was unanswered and is not shown, nothing is certain yet.</summary>
    private async Task<Func<Order, Decision>> MadeBeforeAsync(
        Order order, Refund refund, string key, PayPalRefusedException refusal, CancellationToken cancellationToken)
    {
        var seen = await FindOrderAsync(order, cancellationToken);
        if (seen?.Unit?.Payments?.Refunds?.FirstOrDefault(r => r.CustomId == key) is { } made)
            return await SeenAsync(order, refund, key, made, cancellationToken);
        if (refund.State != RefundState.Unknown)
            return Refused(refund, key, refusal);

        log.LogError(refusal, "Refund {Key} had no answer, and is refused now: look at the capture at PayPal.", key);
        await RaiseIfSlowAsync(
            order,
            refund,
            key,
            $"a call had no answer, and PayPal refuses the next ({refusal.Reason}) without showing the refund",
            cancellationToken);
        return o => RefundTransitions.OutcomeUnknown(o, refund.Number);
    }

    private async Task<Func<Order, Decision>> SeenAsync(
        Order order,
        Refund refund,
        string key,
        PayPalRefund seen,
        CancellationToken cancellationToken)
    {
        switch (seen.Status)
        {
            case PayPalRefundStatus.Completed:
                return o => RefundTransitions.Complete(o, refund.Number, seen.Id, time.GetUtcNow(), seen.CreateTime);
            case PayPalRefundStatus.Failed or PayPalRefundStatus.Cancelled:
                return o => RefundTransitions.Fail(o, refund.Number, seen.StatusDetails?.Reason ?? seen.Status, time.GetUtcNow());
            case PayPalRefundStatus.Pending:
                break;
            default:
                // It may have been made: if it were given up, it would be made again.
                await RaiseIfSlowAsync(
                    order,
                    refund,
                    key,
                    $"PayPal calls it {seen.Status}, which this app does not know",
                    cancellationToken);
                break;
        }

        return o => RefundTransitions.Pend(o, refund.Number, seen.Id, seen.CreateTime);
    }

    private Func<Order, Decision> Refused(Refund refund, string key, PayPalRefusedException e)
    {
        log.LogError(e, "Refund {Key} is refused for good: an operator has to pay the buyer back.", key);
        return o => RefundTransitions.Fail(o, refund.Number, e.Reason, time.GetUtcNow());
    }

    private async Task RaiseIfSlowAsync(
        Order order, Refund refund, string key, string why, CancellationToken cancellationToken, string? toDo = null)
    {
        if (time.GetUtcNow() - refund.At >= Patience)
        {
            await attention.RaiseAsync(
                "refund-slow",
                key,
                $"The refund of {refund.Amount} has not gone through for a day: {why}.",
                toDo ?? "Look at the capture at PayPal: top up the balance, or settle the dispute. The refund is retried by itself.",
                order.Id,
                cancellationToken);
        }
    }

    private async Task ClearIfSlowAsync(Refund over, string key, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - over.At >= Patience)
        {
            await attention.ClearAsync(
                "refund-slow",
                key,
                over.State == RefundState.Completed ? "The refund has gone through." : "The refund has failed.",
                cancellationToken);
        }
    }

    // The account's balance, a dispute, a permission or a request in progress may change; the buyer's claim does not.
    private static bool MayPass(PayPalRefusedException e) =>
        e.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict
        || IsDefinite(e);

    // Under the same key PayPal would have repeated its first answer: nothing was made.
    private static bool IsDefinite(PayPalRefusedException e) =>
        e.Has("REFUND_FAILED_INSUFFICIENT_FUNDS") || e.Has("TRANSACTION_DISPUTED") || e.Has("PENDING_CAPTURE");

    private static Refund Of(Order order, int n) => order.Refunds.Single(r => r.Number == n);
}
