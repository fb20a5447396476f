using System.Net;
using ChatPay.Functions.Features.Shipping.ShipTo;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Features.Payments;

/// <summary>Brings an order's payment up to date with the provider's own state, and captures it when the buyer has approved and the
/// request is live. Return page, webhook, the buyer's call and the orchestration's poll all end up here; whoever is first captures,
/// once: the decision is written under the order's ETag, and the call uses a derived key (races 1 to 5).</summary>
public sealed class SettlePayment(
    OrderStore orders,
    SellerStore sellers,
    ShipToAddresses addresses,
    PayPalClient payPal,
    OperatorAlerts attention,
    IOptions<PayPalOptions> options,
    TimeProvider time,
    ILogger<SettlePayment> log)
{
    private static readonly TimeSpan MaxPending = TimeSpan.FromDays(10);

    // The buyer can fix these: PayPal's order stays, and the buyer chooses another funding source there.
    private static readonly string[] DeclinedByWay =
    [
        "INSTRUMENT_DECLINED",
        "PAYER_ACTION_REQUIRED",
        "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
    ];

    // status_details.reason of a pending capture (payments v2): the payee has to accept it, to verify or to complete the account.
    private static readonly string[] WaitsForUs =
        ["RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION", "VERIFICATION_REQUIRED", "UNILATERAL", "INTERNATIONAL_WITHDRAWAL"];

    [Function(nameof(SettlePayment))]
    public async Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        await SettleAsync(orderId, null, cancellationToken);

    /// <param name="orderId">The order's id.</param>
    /// <param name="k">The checkout that the trigger concerns; null for the current one.</param>
    /// <param name="cancellationToken">Cancels the call; the next call finds what was begun.</param>
    /// <returns>The order afterwards, and why nothing was captured, if so.</returns>
    /// <exception cref="PayPalUnavailableException">The provider cannot be reached now.</exception>
    public async Task<TransitionResult> SettleAsync(string orderId, int? k, CancellationToken cancellationToken) =>
        await SettleAsync(await orders.GetAsync(orderId, cancellationToken), k, cancellationToken);

    /// <summary>Like the other overload, for an order that has just been read.</summary>
    /// <param name="read">The order as read.</param>
    /// <param name="k">The checkout that the trigger concerns; null for the current one.</param>
    /// <param name="cancellationToken">Cancels the call; the next call finds what was begun.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    public async Task<TransitionResult> SettleAsync(
        StoredOrder read, int? k, CancellationToken cancellationToken, AfterCommit? after = null)
    {
        var (order, orderId) = (read.Order, read.Order.Id);
        var checkout = k is null ? order.CurrentCheckout : order.Checkouts.FirstOrDefault(c => c.Number == k);
        if (checkout?.ProviderOrderId is not { } providerOrderId || order.Capture?.CheckoutNumber == checkout.Number)
            return new TransitionResult(read, Decision.Nothing);

        var seen = await FindAsync(providerOrderId, cancellationToken);
        if (seen is { Captures.Count: > 0 })
            return await RecordAsync(read, checkout.Number, seen, cancellationToken);
        // The money has moved, and the capture is not shown yet.
        if (seen is { Status: PayPalOrderStatus.Completed } && checkout.IsBeingCaptured)
            return new TransitionResult(read, Decision.Nothing);
        if (seen is null or { Status: PayPalOrderStatus.Voided } || (seen.Status != PayPalOrderStatus.Approved && checkout.IsBeingCaptured))
            return await orders.ChangeAsync(orderId, o => CheckoutTransitions.Lapse(o, checkout.Number), cancellationToken);
        if (seen.Status != PayPalOrderStatus.Approved)
            return new TransitionResult(
                read,
                Decision.Refuse("not-approved", "The payment has not been approved at PayPal yet: open the approval link."));
        if (Mismatch(order, checkout, seen) is { } mismatch)
            return await orders.ChangeAsync(orderId, o => CheckoutTransitions.Fail(o, checkout.Number, mismatch), cancellationToken);

        // The commits before and after the call share one trigger.
        return await orders.TogetherAsync(
            orderId,
            together => ApproveAndCaptureAsync(read, checkout, seen, together, cancellationToken),
            cancellationToken,
            after);
    }

    private async Task<TransitionResult> ApproveAndCaptureAsync(
        StoredOrder read, Checkout checkout, PayPalOrder seen, CommitsTogether together, CancellationToken cancellationToken)
    {
        var active = await sellers.MaySellAsync(read.Order.SellerId, time.GetUtcNow(), cancellationToken);
        var started = await orders.ChangeAsync(
            read,
            o => CheckoutTransitions.ApproveAndStartCapture(
                o, checkout.Number, ApprovedAt(seen), seen.UpdateTime, active, time.GetUtcNow()),
            cancellationToken,
            together);
        if (started is { Changed: true, Order.CurrentCheckout.State: CheckoutState.Approved })
        {
            var next = await orders.ChangeAsync(
                started.Stored, o => CheckoutTransitions.StartCapture(o, checkout.Number, active, time.GetUtcNow()), cancellationToken);
            started = next with { IsAfterChange = true };
        }

        // Another call was faster, and has the money or knows that there is none.
        if (started.Order.Capture?.CheckoutNumber == checkout.Number || (!HasFailed(checkout) && HasFailed(started.Order, checkout.Number)))
            return new TransitionResult(started.Stored, Decision.Nothing);
        return started.Refusal is null && started.Order.CurrentCheckout is { IsBeingCaptured: true } current
            ? await CaptureAsync(started.Stored, current, seen.Id, together, cancellationToken)
            : started;
    }

    private async Task<TransitionResult> CaptureAsync(
        StoredOrder read,
        Checkout checkout,
        string providerOrderId,
        CommitsTogether together,
        CancellationToken cancellationToken)
    {
        var (orderId, k) = (read.Order.Id, checkout.Number);
        try
        {
            var captured = await payPal.CaptureOrderAsync(
                providerOrderId,
                Checkout.CaptureKey(orderId, k, checkout.Declines),
                cancellationToken);
            return await RecordAsync(read, k, captured, cancellationToken, together);
        }
        catch (PayPalRefusedException e) when (e.Has("ORDER_ALREADY_CAPTURED"))
        {
            return await RecordAsync(read, k, await payPal.GetOrderAsync(providerOrderId, cancellationToken), cancellationToken);
        }
        catch (PayPalRefusedException e) when (e.Has(Checkout.DuplicateInvoice))
        {
            return await FindPaidAsync(read.Order, k, cancellationToken);
        }
        catch (PayPalRefusedException e) when (DeclinedByWay.Any(e.Has))
        {
            return await DeclineAsync(orderId, k, providerOrderId, e, cancellationToken);
        }
        catch (PayPalRefusedException e)
        {
            var issue = e.Reason;
            return await orders.ChangeAsync(orderId, o => CheckoutTransitions.Fail(o, k, issue), cancellationToken);
        }
        catch (PayPalUnknownOutcomeException)
        {
            // The orchestration reads the provider's state next; until then nothing else is tried.
            return await orders.ChangeAsync(orderId, o => CheckoutTransitions.OutcomeUnknown(o, k), cancellationToken);
        }
    }

    /// <summary>The buyer chooses another funding source, in the same PayPal order.</summary>
    private async Task<TransitionResult> DeclineAsync(
        string orderId, int k, string providerOrderId, PayPalRefusedException refusal, CancellationToken cancellationToken)
    {
        // Its update time now: anything older is the approval that was declined.
        var seenAt = (await FindAsync(providerOrderId, cancellationToken))?.UpdateTime;
        var link = refusal.Link("redirect") ?? refusal.Link("payer-action");
        var chooseUrl = link is { IsAbsoluteUri: true } ? link.AbsoluteUri : null;
        var declined = await orders.ChangeAsync(
            orderId,
            o => CheckoutTransitions.Decline(o, k, refusal.Reason, chooseUrl, seenAt),
            cancellationToken);
        return declined.Order.CurrentCheckout is { AwaitsAnotherWay: true }
            ? new TransitionResult(
                declined.Stored,
                Decision.Refuse(
                    "payment-declined", "PayPal declined this way to pay: open the approval link again and choose another one."))
            {
                IsAfterChange = true,
            }
            : declined;
    }

    /// <summary>PayPal has seen this invoice number paid. If another checkout of the order holds money, that is the payment;
    /// otherwise only the number is used up, and the next checkout gets a number of its own.</summary>
    private async Task<TransitionResult> FindPaidAsync(Order order, int k, CancellationToken cancellationToken)
    {
        foreach (var other in order.Checkouts.Where(c => c.Number != k && c.ProviderOrderId is not null))
        {
            if (await FindAsync(other.ProviderOrderId!, cancellationToken) is not { } seen || !seen.Captures.Any(HoldsMoney))
                continue;

            // Not the code for a used number: the guard stays while there is money under it.
            var failed = await orders.ChangeAsync(
                order.Id, o => CheckoutTransitions.Fail(o, k, "EARLIER_PAYMENT_FOUND"), cancellationToken);
            return await RecordAsync(failed.Stored, other.Number, seen, cancellationToken);
        }

        return await orders.ChangeAsync(order.Id, o => CheckoutTransitions.Fail(o, k, Checkout.DuplicateInvoice), cancellationToken);
    }

    private static bool HasFailed(Checkout checkout) => checkout.State is CheckoutState.Failed or CheckoutState.Voided;

    private static bool HasFailed(Order order, int k) =>
        order.CurrentCheckout is { } checkout && checkout.Number == k && HasFailed(checkout);

    private static bool HoldsMoney(PayPalCapture capture) =>
        capture.Status is PayPalCaptureStatus.Completed or PayPalCaptureStatus.PartiallyRefunded or PayPalCaptureStatus.Pending;

    /// <summary>The provider's order; null when it is gone: unapproved or uncaptured for three hours.</summary>
    private async Task<PayPalOrder?> FindAsync(string providerOrderId, CancellationToken cancellationToken)
    {
        try
        {
            return await payPal.GetOrderAsync(providerOrderId, cancellationToken);
        }
        catch (PayPalRefusedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<TransitionResult> RecordAsync(
        StoredOrder read, int k, PayPalOrder seen, CancellationToken cancellationToken, CommitsTogether? together = null)
    {
        var (orderId, before) = (read.Order.Id, read.Order);
        if (seen.Captures.Count == 0)
            return await orders.ChangeAsync(orderId, o => CheckoutTransitions.OutcomeUnknown(o, k), cancellationToken);
        var wasPending = before.Checkouts.FirstOrDefault(c => c.Number == k)?.State == CheckoutState.CapturePending;
        var capture =
            seen.Captures.FirstOrDefault(c =>
                c.Status is PayPalCaptureStatus.Completed or PayPalCaptureStatus.PartiallyRefunded or PayPalCaptureStatus.Refunded)
            ?? seen.Captures.FirstOrDefault(c => c.Status == PayPalCaptureStatus.Pending)
            ?? seen.Captures[^1];
        switch (capture.Status)
        {
            case PayPalCaptureStatus.Pending:
                await RaiseIfStuckAsync(orderId, k, capture, cancellationToken);
                return await orders.ChangeAsync(
                    orderId,
                    o => CheckoutTransitions.Pend(o, k, capture.StatusDetails?.Reason),
                    cancellationToken);
            case PayPalCaptureStatus.Declined or PayPalCaptureStatus.Failed:
                var failed = await orders.ChangeAsync(
                    orderId,
                    o => CheckoutTransitions.Fail(o, k, capture.StatusDetails?.Reason ?? capture.Status),
                    cancellationToken);
                if (wasPending)
                    await attention.ClearAsync("capture-pending", Checkout.Key(orderId, k), "The payment has failed.", cancellationToken);
                return failed;
            case PayPalCaptureStatus.Completed or PayPalCaptureStatus.PartiallyRefunded or PayPalCaptureStatus.Refunded:
                await addresses.TryKeepAsync(orderId, seen.Unit?.Shipping, cancellationToken);
                var money = await MoneyOfAsync(capture, k, cancellationToken);
                var decided = await orders.ChangeAsync(
                    read, o => CheckoutTransitions.RecordCapture(o, money), cancellationToken, together);
                await CheckAsync(decided.Order, money, cancellationToken);
                if (wasPending)
                    await attention.ClearAsync(
                        "capture-pending",
                        Checkout.Key(orderId, k),
                        "The payment has gone through.",
                        cancellationToken);
                return decided;
            default:
                // Neither captured nor refused, as far as can be seen.
                await attention.RaiseAsync(
                    "capture-pending",
                    Checkout.Key(orderId, k),
                    $"PayPal calls the payment {capture.Status}, which this app does not know.",
                    $"Look at capture {capture.Id} at PayPal: it is asked again by itself, and is booked when PayPal calls it completed.",
                    orderId,
                    cancellationToken);
                return await orders.ChangeAsync(orderId, o => CheckoutTransitions.Pend(o, k, capture.Status), cancellationToken);
        }
    }

    /// <summary>Checks for what should not happen: an operator has to look at it, whatever the cause.</summary>
    private async Task CheckAsync(Order order, Capture seen, CancellationToken cancellationToken)
    {
        if (order.Capture!.ProviderId != seen.ProviderId)
        {
            log.LogError(
                "Order {OrderId} was charged twice: capture {Second} beside {First}.",
                order.Id,
                seen.ProviderId,
                order.Capture.ProviderId);
            await attention.RaiseOnceAsync(
                "charged-twice",
                seen.ProviderId,
                $"The buyer was charged twice: capture {seen.ProviderId} of {seen.Gross} beside {order.Capture.ProviderId}.",
                "Refund the second capture in PayPal's dashboard.",
                order.Id,
                happenedAt: null,
                cancellationToken);
        }
        else if (seen.Gross != order.Total)
        {
            log.LogError("Order {OrderId} was charged {Gross} and not {Total}.", order.Id, seen.Gross, order.Total);
            await attention.RaiseOnceAsync(
                "charged-otherwise", seen.ProviderId, $"The buyer was charged {seen.Gross} and not {order.Total}.",
                "Look at the capture at PayPal, and refund the excess.", order.Id, happenedAt: null, cancellationToken);
        }
    }

    private bool IsSlow(PayPalCapture capture) => time.GetUtcNow() - capture.CreateTime >= MaxPending;

    /// <summary>A capture that waits for the bank is given time; one that waits for us raises an alert at once, because waiting
    /// does not settle it.</summary>
    private async Task RaiseIfStuckAsync(string orderId, int k, PayPalCapture capture, CancellationToken cancellationToken)
    {
        var reason = capture.StatusDetails?.Reason;
        if (reason is not null && WaitsForUs.Contains(reason))
        {
            await attention.RaiseAsync(
                "capture-pending", Checkout.Key(orderId, k), $"PayPal holds the payment until you act ({reason}): waiting settles nothing.",
                $"Accept or deny capture {capture.Id} in PayPal's dashboard, and set the account up to take such payments by itself: "
                    + "currency, verification, e-mail address.",
                orderId, cancellationToken);
        }
        else if (IsSlow(capture))
        {
            await attention.RaiseAsync(
                "capture-pending",
                Checkout.Key(orderId, k),
                $"The payment has been pending since {capture.CreateTime:yyyy-MM-dd} ({reason ?? "no reason given"}).",
                "Look at the capture at PayPal: accept or deny it there, or wait for the bank.",
                orderId,
                cancellationToken);
        }
    }

    private async Task<Capture> MoneyOfAsync(PayPalCapture capture, int k, CancellationToken cancellationToken)
    {
        // The order may contain less than the capture itself.
        var breakdown = capture.SellerReceivableBreakdown
            ?? (await payPal.GetCaptureAsync(capture.Id, cancellationToken)).SellerReceivableBreakdown
            ?? throw new InvalidOperationException($"PayPal's capture {capture.Id} reports no amounts.");
        return new Capture(
            capture.Id,
            k,
            breakdown.GrossAmount,
            breakdown.PaypalFee ?? Money.Zero(breakdown.GrossAmount.Currency),
            time.GetUtcNow(),
            Late: false)
        {
            MadeAt = capture.CreateTime,
        };
    }

    // Guards of the capture: amount, currency, payee and custom_id must be those of this checkout. A missing value does not match.
    private string? Mismatch(Order order, Checkout checkout, PayPalOrder seen)
    {
        if (seen.Unit?.Amount != order.Total)
            return "AMOUNT_MISMATCH";
        if (seen.Unit.CustomId != Checkout.Key(order.Id, checkout.Number))
            return "CUSTOM_ID_MISMATCH";
        return seen.Unit.Payee?.MerchantId != options.Value.MerchantId ? "PAYEE_MISMATCH" : null;
    }

    private DateTimeOffset ApprovedAt(PayPalOrder seen)
    {
        var now = time.GetUtcNow();
        return seen.UpdateTime is { } updated && updated < now ? updated : now;
    }
}
