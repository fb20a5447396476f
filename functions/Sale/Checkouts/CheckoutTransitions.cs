using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Sale.Checkouts;

/// <summary>How a checkout goes from the buyer's first tap to the capture. Each step is written before the call it announces, so
/// that a crash is followed by a read of the provider's state and never by a second charge.</summary>
public static class CheckoutTransitions
{
    private const int MaxDeclines = 3;

    // Every checkout is kept in the order's row.
    private const int MaxCheckouts = 50;

    /// <summary>The buyer wants to pay: reserves number k. Two taps get the same checkout (race 3). <paramref name="language"/> is that
    /// of the page with the button; null when unknown.</summary>
    public static Decision Begin(Order order, DateTimeOffset now, string? language = null)
    {
        if (Unpayable(order, now) is { } refusal)
            return refusal;
        if (language is not null)
            order = order with { BuyerReads = new ReaderLanguage(language, now) };

        return order.CurrentCheckout switch
        {
            { } open when IsLive(open, order.Terms, now) => Decision.Nothing,
            { State: CheckoutState.Capturing or CheckoutState.CapturePending or CheckoutState.Unknown } =>
                Decision.Refuse("payment-in-progress", "A payment is being processed: wait for its outcome before paying again."),
            { Number: >= MaxCheckouts } =>
                Decision.Refuse("too-many-checkouts", "Paying this request has been begun too often: ask the seller for a new one."),
            { State: CheckoutState.Created or CheckoutState.Approved } stale =>
                Open(order.With(stale with { State = CheckoutState.Voided }), now),
            _ => Open(order, now),
        };
    }

    /// <summary>The provider has created its order for checkout k.</summary>
    public static Decision Made(Order order, int k, string providerOrderId, string approveUrl) =>
        order.CurrentCheckout is { State: CheckoutState.Created, ProviderOrderId: null } checkout && checkout.Number == k
            ? new OrderChange(order.With(checkout with { ProviderOrderId = providerOrderId, ApproveUrl = approveUrl }))
            {
                Events = [new(OrderEventType.CheckoutStarted)],
            }
            : Decision.Nothing;

    /// <summary>The buyer has approved; seeing the same approval again changes nothing. <paramref name="seenAt"/> is the update
    /// time of the provider's order, UTC, or null when unknown: one no later than the last decline is the approval that was
    /// declined.</summary>
    public static Decision Approve(Order order, int k, DateTimeOffset now, DateTimeOffset? seenAt = null) =>
        order.CurrentCheckout is { State: CheckoutState.Created } checkout && checkout.Number == k && !(seenAt <= checkout.DeclinedAt)
            ? new OrderChange(order.With(checkout with { State = CheckoutState.Approved, ApprovedAt = now }))
            {
                Events = [new(OrderEventType.PaymentApproved)],
            }
            : Decision.Nothing;

    /// <summary>The last decision before money moves: only the current checkout of a live request is captured.</summary>
    public static Decision StartCapture(Order order, int k, bool sellerIsActive, DateTimeOffset now)
    {
        if (order.CurrentCheckout is not { } checkout || checkout.Number != k)
            return Decision.Refuse("checkout-superseded", "A newer checkout has taken this one's place.");
        if (checkout.State is CheckoutState.Capturing or CheckoutState.Unknown)
            return Decision.Nothing;
        if (order.Request != RequestState.Sent || now >= RequestTransitions.EndsAt(order))
        {
            var ended = order.Request == RequestState.Sent ? order with { Request = RequestState.Expired } : order;
            return Decision.Refuse("request-ended", $"{OrderSentences.OfRequest(ended)}; nothing was charged.");
        }


        if (checkout.State != CheckoutState.Approved)
            return Decision.Refuse("not-approved", "The payment has not been approved at PayPal yet: open the approval link.");
        return sellerIsActive
            ? new OrderChange(order.With(checkout with { State = CheckoutState.Capturing }))
            : new OrderChange(order.With(checkout with { State = CheckoutState.Voided, Failure = "SELLER_NOT_ACTIVE" }))
            {
                Events = [new(OrderEventType.PaymentFailed, Detail: "The seller cannot take payments now; nothing was charged.")],
            };
    }

    /// <summary>Approves and starts the capture in one step. When the capture is refused, only the approval is written; the next
    /// call returns the refusal.</summary>
    public static Decision ApproveAndStartCapture(
        Order order, int k, DateTimeOffset approvedAt, DateTimeOffset? seenAt, bool sellerIsActive, DateTimeOffset now)
    {
        if (Approve(order, k, approvedAt, seenAt).Change is not { } approved)
            return StartCapture(order, k, sellerIsActive, now);
        return StartCapture(approved.Order, k, sellerIsActive, now).Change is { } started
            ? started with { Events = [.. approved.Events, .. started.Events] }
            : approved;
    }

    /// <summary>Whether asking the provider can lead to a capture: starts it for the current checkout as if the buyer had just
    /// approved.</summary>
    public static Decision StartApproved(Order order, DateTimeOffset now)
    {
        if (order.CurrentCheckout is not { ProviderOrderId: not null, Number: var k })
            return Decision.Refuse("not-approved", "The payment has not been begun at PayPal yet: begin a checkout.");
        return StartCapture(Approve(order, k, now).Change?.Order ?? order, k, sellerIsActive: true, now);
    }

    /// <summary>The provider did not answer: its state is read before anything else is done.</summary>
    public static Decision OutcomeUnknown(Order order, int k) =>
        order.CurrentCheckout is { State: CheckoutState.Capturing } checkout && checkout.Number == k
            ? new OrderChange(order.With(checkout with { State = CheckoutState.Unknown }))
            : Decision.Nothing;

    /// <summary>The provider has accepted the payment but not completed it (an eCheck, a review).</summary>
    public static Decision Pend(Order order, int k, string? reason) =>
        order.CurrentCheckout is { State: CheckoutState.Approved or CheckoutState.Capturing or CheckoutState.Unknown } checkout
        && checkout.Number == k
            ? new OrderChange(order.With(checkout with { State = CheckoutState.CapturePending }))
            {
                Events = [new(OrderEventType.PaymentPending, Detail: reason)],
            }
            : Decision.Nothing;

    /// <summary>The provider declines the funding source and lets the buyer choose another for the same checkout, which then waits
    /// for that approval. The third decline fails the checkout. A null <paramref name="chooseUrl"/> keeps the approval link;
    /// <paramref name="seenAt"/> is the update time of the provider's order after the decline, UTC.</summary>
    public static Decision Decline(Order order, int k, string issue, string? chooseUrl, DateTimeOffset? seenAt)
    {
        if (order.CurrentCheckout is not { IsBeingCaptured: true } checkout || checkout.Number != k)
            return Decision.Nothing;
        if (checkout.Declines + 1 >= MaxDeclines)
            return Fail(order, k, issue);

        var waiting = checkout with
        {
            State = CheckoutState.Created,
            Declines = checkout.Declines + 1,
            DeclinedAt = seenAt,
            ApprovedAt = null,
            ApproveUrl = chooseUrl ?? checkout.ApproveUrl,
        };
        return new OrderChange(order.With(waiting)) { Events = [new(OrderEventType.PaymentFailed, Detail: issue)] };
    }

    /// <summary>The provider has refused the payment; the buyer can try again with a new checkout.</summary>
    public static Decision Fail(Order order, int k, string issue) =>
        order.CurrentCheckout is { State: not (CheckoutState.Captured or CheckoutState.Failed or CheckoutState.Voided) } checkout
        && checkout.Number == k
            ? new OrderChange(order.With(checkout with { State = CheckoutState.Failed, Failure = issue }))
            {
                Events = [new(OrderEventType.PaymentFailed, Detail: issue)],
            }
            : Decision.Nothing;

    /// <summary>The provider's order is gone without a capture: it was not approved, or not captured, within three hours.</summary>
    public static Decision Lapse(Order order, int k) => order.CurrentCheckout switch
    {
        { State: CheckoutState.Created or CheckoutState.Approved } checkout when checkout.Number == k =>
            new OrderChange(order.With(checkout with { State = CheckoutState.Voided, Failure = "APPROVAL_LAPSED" })),
        { IsBeingCaptured: true } => Fail(order, k, "APPROVAL_LAPSED"),
        _ => Decision.Nothing,
    };

    /// <summary>Money has moved. In time, it is the payment; after the request's end it is refunded in full, once (race
    /// 1).</summary>
    public static Decision RecordCapture(Order order, Capture seen)
    {
        if (order.Capture is not null)
            return Decision.Nothing;

        var late = order.Request != RequestState.Sent;
        var capture = seen with { Late = late };
        var checkout = order.Checkouts.FirstOrDefault(c => c.Number == capture.CheckoutNumber);
        var captured = order with
        {
            Capture = capture,
            Request = late ? order.Request : RequestState.Accepted,
            Checkouts = [.. order.Checkouts.Select(c => c == checkout ? c with { State = CheckoutState.Captured } : c)],
        };
        if (!late)
            return new OrderChange(captured)
            {
                Ledger = OrderPostings.Captured(order, capture),
                Events = [new(OrderEventType.Paid, capture.Gross)],
            };

        var refund = RefundDecisions.OfLateCapture(captured, capture);
        return new OrderChange(captured.With(refund))
        {
            Ledger = [OrderPostings.CapturedLate(order, capture)],
            Events = [new(OrderEventType.LateCaptureReceived, capture.Gross), new(OrderEventType.RefundStarted, refund.Amount)],
            Starts = [RefundTransitions.Start(order.Id, refund.Number)],
        };
    }

    /// <summary>Whether the request ended unpaid: cancelled, declined, replaced or expired.</summary>
    public static bool HasEnded(Order order, DateTimeOffset now) => order.Request switch
    {
        RequestState.Accepted => false,
        RequestState.Sent => now >= RequestTransitions.EndsAt(order)
            || (now >= order.ExpiresAt && !(order.CurrentCheckout is { } checkout && IsLive(checkout, order.Terms, now))),
        _ => true,
    };

    private static Decision? Unpayable(Order order, DateTimeOffset now) =>
        order switch
        {
            { Request: RequestState.Accepted } => Decision.Refuse("already-paid", "This order is paid."),
            { Request: not RequestState.Sent } => Decision.Refuse(
                "request-ended",
                $"{OrderSentences.OfRequest(order)}: {OrderSentences.WhatToPay(order)}."),
            _ when HasEnded(order, now) => Decision.Refuse("request-ended", "The request has expired: ask the seller for a new one."),
            _ => null,
        };

    /// <summary>Open and not stale: the same limit applies to the approval and then to the capture.</summary>
    private static bool IsLive(Checkout checkout, OrderTerms terms, DateTimeOffset now) =>
        checkout.State is CheckoutState.Created or CheckoutState.Approved
        && now < (checkout.ApprovedAt ?? checkout.DeclinedAt ?? checkout.At) + terms.CheckoutGoesStaleAfter;

    private static OrderChange Open(Order order, DateTimeOffset now) =>
        new(order with { Checkouts = [.. order.Checkouts, new Checkout(order.Checkouts.Count + 1, CheckoutState.Created, now)] });
}
