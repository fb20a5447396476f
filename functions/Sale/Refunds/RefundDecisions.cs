using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale.Refunds;

/// <summary>Decides refunds and their amounts. The ledger is booked with the decision: what is not paid out yet is taken from the
/// seller's held and payable money, the platform's fee is returned pro rata, and the rest is the seller's debt.</summary>
public static partial class RefundDecisions
{
    // Each refund is kept in the order's row and shown in the conversation. Buyers' requests are counted separately, and operators
    // get some more than sellers, so that nobody uses up another's refunds.
    private const int MaxRefunds = 50;
    private const int MaxOfOperator = 60;
    private const int MaxRequests = 10;

    // The provider refuses it, and what it decides would be paid on top.
    private static Decision CaseIsOpen(Order order) => Decision.Refuse("case-open", DisputeSentences.IsDecidedAtPayPal(order)
        ? "PayPal has decided the dispute of this payment, and an operator is checking the amounts: wait until they are booked."
        : "The payment is disputed at PayPal: accept the claim to give the money back, or wait until it is decided.");

    /// <summary>Refunds what was not shipped in time: the whole payment if nothing was, otherwise the unshipped lines with their
    /// part of the tax (race 16), less earlier refunds; the shipped rest is paid out.</summary>
    public static Decision RefundUnshipped(Order order, DateTimeOffset now)
    {
        if (order.Capture is not { Late: false })
            return Decision.Nothing;
        if (order.UnshippedLines.Count == 0)
            return order.RefundedLines.Any() ? Decision.Nothing : Decision.Refuse("shipped", "The order has been marked as shipped.");
        if (order.OpenDispute is not null)
            return CaseIsOpen(order);
        if (order.ShipBy is not { } deadline || now < deadline)
            return Decision.Refuse("not-overdue", $"The seller may ship until {order.ShipBy:O}.");

        return Begin(order, RefundAmounts.OfLines(order, New(order, RefundReason.Unshipped), order.UnshippedLines), now);
    }

    /// <summary>Number 1, for a capture that landed after the request's end. It is booked with the capture.</summary>
    public static Refund OfLateCapture(Order order, Capture capture) =>
        new(order.Refunds.Count + 1, RefundState.Approved, RefundReason.LateCapture, capture.Gross, capture.At);

    /// <summary>The seller or an operator refunds everything, an amount, or lines.</summary>
    public static Decision Give(Order order, RefundReason reason, RefundRequest wish, IdempotencyRecord asked, DateTimeOffset now)
    {
        if (Repeat(order, asked) is { } repeat)
            return repeat;
        if ((Forbidden(order) ?? PayoutIsUnderWay(order)) is { } refusal)
            return refusal;
        if (order.Refunds.Count(r => r.RequestedAt is null) >= (reason == RefundReason.Operator ? MaxOfOperator : MaxRefunds))
        {
            return reason == RefundReason.Operator
                ? Decision.Refuse(
                    "too-many-refunds",
                    "This order has been refunded too often: give the rest back at PayPal, and it is taken over from there.")
                : Decision.Refuse("too-many-refunds", "This order has been refunded too often: ask the operator.");
        }

        if (order.Refunds.Any(r => r.IsUnderWay))
            return Decision.Refuse("refund-under-way", "Another refund of this order is under way: wait until it has ended.");

        var refund = RefundAmounts.Of(order, New(order, reason) with { Message = wish.Message, Asked = asked }, wish);
        return refund.Refusal is { } wrong ? wrong : Begin(order, refund.Refund!, now);
    }

    /// <summary>The buyer asks for a refund: no money moves before somebody decides, and nothing is paid out. A payout under way
    /// does not refuse it: the buyer must not learn that the seller is being paid.</summary>
    public static Decision Request(Order order, RefundRequest wish, IdempotencyRecord asked, DateTimeOffset now)
    {
        if (Repeat(order, asked) is { } repeat)
            return repeat;
        if (Forbidden(order) is { } refusal)
            return refusal;
        if (order.Refunds.FirstOrDefault(r => r.State == RefundState.Requested) is { } open)
            return Decision.Refuse("refund-requested", $"You have asked for {open.Amount} already: wait for the answer.");
        if (order.Refunds.Count(r => r.RequestedAt is not null) >= MaxRequests)
            return Decision.Refuse(
                "too-many-refund-requests",
                $"You have asked {MaxRequests} times for money back: complain, or open a case at PayPal.");

        var refund = RefundAmounts.Of(order, New(order, RefundReason.Buyer) with { Message = wish.Message, Asked = asked }, wish);
        if (refund.Refusal is { } wrong)
            return wrong;
        var requested = refund.Refund! with { State = RefundState.Requested, At = now, RequestedAt = now };
        return new OrderChange(order.With(requested))
        {
            Events = [new(OrderEventType.RefundRequested, requested.Amount, requested.Message)],
            Starts =
            [
                new OrchestrationStart(OrderOrchestrations.RefundRequest, OrderOrchestrations.RefundRequestId(order.Id, requested.Number)),
            ],
        };
    }

    /// <summary>The seller or an operator grants the buyer's request: its lines, less those that have been refunded since, at their
    /// price now; or the amount that was asked for.</summary>
    public static Decision Approve(Order order, int n, DateTimeOffset now)
    {
        if (RefundTransitions.Find(order, n) is not { RequestedAt: not null } refund)
            return Decision.NotFound("refund request");
        if (refund.State != RefundState.Requested)
        {
            return refund.State switch
            {
                RefundState.Denied => Decision.Refuse("denied", "The request has been denied: give the money back by a refund."),
                RefundState.Answered => IsAnswered,
                _ => Decision.Nothing,
            };
        }

        if (order.Refunds.Any(r => r.IsUnderWay))
            return Decision.Refuse("refund-under-way", "Another refund of this order is under way: wait until it has ended.");
        if (order.OpenDispute is not null)
            return CaseIsOpen(order);
        if (PayoutIsUnderWay(order) is { } busy)
            return busy;
        if (RefundAmounts.WithoutRefundedSince(order, refund) is not { } left)
            return Decision.Refuse("refunded", "What the buyer asks for has been refunded already: deny the request.");
        return left.Amount <= order.Refundable
            ? Begin(order, left, now)
            : Decision.Invalid("refund-too-large", $"Only {order.Refundable} is left to refund: deny the request, and refund that.");
    }

    /// <summary>The request is denied; the buyer may complain, or open a dispute at the provider.</summary>
    public static Decision Deny(Order order, int n, string? answer)
    {
        if (RefundTransitions.Find(order, n) is not { RequestedAt: not null } refund)
            return Decision.NotFound("refund request");
        return refund.State switch
        {
            RefundState.Denied => Decision.Nothing,
            RefundState.Requested => new OrderChange(order.With(refund with { State = RefundState.Denied, DecisionMessage = answer }))
            {
                Events = [new(OrderEventType.RefundDenied, refund.Amount, answer)],
            },
            RefundState.Answered => IsAnswered,
            _ => Decision.Refuse("approved", "The request has been granted already."),
        };
    }

    /// <summary>Nobody has answered: the seller is reminded.</summary>
    public static Decision Remind(Order order, int n) =>
        RefundTransitions.Find(order, n) is { State: RefundState.Requested, Reminded: false } refund
            ? new OrderChange(order.With(refund with { Reminded = true }))
            {
                Events = [new(OrderEventType.RefundRequestUnanswered, refund.Amount)],
            }
            : Decision.Nothing;

    /// <summary>The order, whose open request is answered if what it asks for has been given: all of its lines, or its amount by
    /// refunds without lines, which the seller or an operator has made since. It would block the payout for ever otherwise.</summary>
    internal static Order WithRequestAnswered(Order order) =>
        order.Refunds.FirstOrDefault(r => r.State == RefundState.Requested) is { } open && IsGiven(order, open)
            ? order.With(open with { State = RefundState.Answered })
            : order;

    private static bool IsGiven(Order order, Refund open)
    {
        // What is under way may fail, and the buyer would have neither the money nor the request.
        var settled = order with { Refunds = [.. order.Refunds.Where(r => !r.IsUnderWay)] };
        var given = settled.Refunds
            .Where(r => r is { Counts: true, Lines.Count: 0, ReturnedLines.Count: 0 } && r.Number > open.Number)
            .Where(r => r is { Reason: RefundReason.Seller or RefundReason.Operator or RefundReason.Adopted, IsReversal: false })
            .Aggregate(Money.Zero(order.Terms.Currency), (sum, r) => sum + r.Amount);
        return (open.Amount.MinorUnits > 0 && given >= open.Amount) || RefundAmounts.WithoutRefundedSince(settled, open) is null;
    }

    private static Decision IsAnswered => Decision.Refuse("refunded", "What the buyer asks for has been refunded already.");

    private static Refund New(Order order, RefundReason reason) =>
        new(order.Refunds.Count + 1, RefundState.Approved, reason, Money.Zero(order.Terms.Currency), default);

    private static Decision? Repeat(Order order, IdempotencyRecord asked) =>
        order.Refunds.FirstOrDefault(r => r.Asked?.Key == asked.Key) switch
        {
            null => null,
            { Asked: var before } when before == asked => Decision.Nothing,
            _ => Decision.Invalid(
                "idempotency-key-reused",
                "This Idempotency-Key was used for another refund: use a new one.",
                "Idempotency-Key"),
        };

    private static Decision? Forbidden(Order order)
    {
        if (order.Capture is not { Late: false })
            return Decision.Refuse("not-paid", "There is nothing to refund: the buyer has not paid.");
        if (order.Refundable <= Money.Zero(order.Terms.Currency))
            return Decision.Refuse("refunded", "Everything has been refunded already.");
        if (order.OpenDispute is not null)
            return CaseIsOpen(order);
        return null;
    }

    // One money-out operation at a time (race 7): the payout is in flight, and its outcome shows soon.
    internal static Decision? PayoutIsUnderWay(Order order) =>
        order.CurrentPayout is { State: PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown }
            ? Decision.Refuse(
                "payout-under-way",
                "The seller is being paid for this order right now: try again when the payout has settled.")
            : null;

    private static OrderChange Begin(Order order, Refund asked, DateTimeOffset now)
    {
        var refund = RefundAmounts.WithSources(order, asked) with { State = RefundState.Approved, At = now };
        // Lines without a price are given up without any money moving.
        if (refund.Amount.MinorUnits == 0)
            return new OrderChange(WithRequestAnswered(order.With(refund with { State = RefundState.Completed, CompletedAt = now })))
            {
                Events = [new(OrderEventType.LinesGivenUp)],
            };

        var begun = order.With(refund);
        return new OrderChange(begun.Without(refund.FromPayable, refund.FromReserve))
        {
            Ledger = [OrderPostings.RefundSubmitted(order, refund)],
            Events = [new(OrderEventType.RefundStarted, refund.Amount, refund.Message)],
            Starts = [RefundTransitions.Start(order.Id, refund.Number)],
        };
    }
}
