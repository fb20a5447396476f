using ChatPay.Functions.Ledger;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payments;

/// <summary>How money goes back. The ledger is booked when the refund is decided; the call follows under a derived key.</summary>
public static class RefundTransitions
{
    /// <summary>What was not shipped in time: the whole payment when nothing was, else the unshipped lines with their part of the
    /// tax (race 16); the shipped rest is paid out.</summary>
    public static Decision RefundUnshipped(Order order, DateTimeOffset now)
    {
        if (order.Capture is not { Late: false } capture)
            return Decision.Nothing;
        if (order.UnshippedLines.Count == 0)
            return order.Refunds.Count > 0 ? Decision.Nothing : Decision.Refuse("shipped", "The order has been marked as shipped.");
        if (order.ShipBy is not { } deadline || now < deadline)
            return Decision.Refuse("not-overdue", $"The seller may ship until {order.ShipBy:O}.");

        var amount = order.LiveShipments.Any() ? OfLines(order) : capture.Gross - order.Refunded;
        return Decide(order, RefundReason.Unshipped, order.UnshippedLines, amount, now);
    }

    /// <summary>Number 1, of a capture that landed after the request's end. It is booked with the capture.</summary>
    public static Refund OfLateCapture(Order order, Capture capture) =>
        new(order.Refunds.Count + 1, RefundState.Approved, RefundReason.LateCapture, capture.Gross, capture.At);

    /// <summary>The call to the provider follows.</summary>
    public static Decision Submit(Order order, int n) => Find(order, n) is { State: RefundState.Approved } refund
        ? new OrderChange(order.With(refund with { State = RefundState.Submitting }))
        : Decision.Nothing;

    /// <summary>No answer came; the same key is used again, which the provider makes harmless.</summary>
    public static Decision OutcomeUnknown(Order order, int n) => Find(order, n) is { State: RefundState.Submitting } refund
        ? new OrderChange(order.With(refund with { State = RefundState.Unknown }))
        : Decision.Nothing;

    /// <summary>The provider has taken it on.</summary>
    public static Decision Pend(Order order, int n, string providerId) =>
        Find(order, n) is { State: RefundState.Submitting or RefundState.Unknown } refund
            ? new OrderChange(order.With(refund with { State = RefundState.Pending, ProviderId = providerId }))
            : Decision.Nothing;

    /// <summary>The buyer has the money.</summary>
    public static Decision Complete(Order order, int n, string providerId, DateTimeOffset now)
    {
        if (Find(order, n) is not { State: not (RefundState.Completed or RefundState.Failed) } refund)
            return Decision.Nothing;

        var completed = refund with { State = RefundState.Completed, ProviderId = providerId, CompletedAt = now };
        return new OrderChange(order.With(completed))
        {
            Ledger = [Bookings.RefundCompleted(order, refund, now)],
            Events = [new(OrderEventType.RefundCompleted, refund.Amount)],
        };
    }

    /// <summary>The provider has refused. A late capture's money stays booked as in flight: it is the buyer's.</summary>
    public static Decision Fail(Order order, int n, string issue, DateTimeOffset now)
    {
        if (Find(order, n) is not { State: not (RefundState.Completed or RefundState.Failed) } refund)
            return Decision.Nothing;

        return new OrderChange(order.With(refund with { State = RefundState.Failed, Failure = issue }))
        {
            Ledger = refund.Reason == RefundReason.LateCapture ? [] : [Bookings.RefundFailed(order, refund, now)],
            Events = [new(OrderEventType.RefundFailed, refund.Amount, issue)],
        };
    }

    /// <summary>The orchestration that carries refund n out.</summary>
    public static OrchestrationStart Start(string orderId, int n) => new(nameof(RefundLifecycle), Refund.Key(orderId, n));

    private static Money OfLines(Order order)
    {
        var zero = Money.Zero(order.Terms.Currency);
        var all = order.Lines.Aggregate(zero, (sum, line) => sum + line.Total());
        var unshipped = order.UnshippedLines.Aggregate(zero, (sum, line) => sum + order.Lines[line].Total());
        return all == zero ? zero : unshipped + order.Tax.Share(unshipped, all);
    }

    private static OrderChange Decide(Order order, RefundReason reason, IReadOnlyList<int> lines, Money amount, DateTimeOffset now)
    {
        var capture = order.Capture!;
        var zero = Money.Zero(amount.Currency);

        // Of all that is refunded with this, less what was returned before: parts that are rounded singly may exceed the fee.
        var returned = order.Refunds.Where(r => r.State != RefundState.Failed).Aggregate(zero, (sum, r) => sum + r.FromPlatform);
        var due = order.Terms.PlatformFee(capture.Gross).Share(order.Refunded + amount, capture.Gross) - returned;
        var fromPlatform = due < zero ? zero : Money.Min(due, amount);
        var refund = new Refund(order.Refunds.Count + 1, RefundState.Approved, reason, amount, now)
        {
            Lines = lines,
            FromPlatform = fromPlatform,
            FromSeller = Money.Min(amount - fromPlatform, order.Net),
        };
        // Lines without a price are given up without any money moving.
        return amount.MinorUnits == 0
            ? new OrderChange(order.With(refund with { State = RefundState.Completed, CompletedAt = now }))
            : new OrderChange(order.With(refund))
            {
                Ledger = [Bookings.RefundSubmitted(order, refund)],
                Events = [new(OrderEventType.RefundStarted, amount)],
                Starts = [Start(order.Id, refund.N)],
            };
    }

    private static Refund? Find(Order order, int n) => order.Refunds.FirstOrDefault(r => r.N == n);
}
