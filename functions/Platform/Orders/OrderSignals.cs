using ChatPay.Functions.Orchestrations;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The external events of <see cref="OrderLifecycle"/>. An event only wakes it: it then reads the row, so that a lost,
/// late or doubled one costs latency and never money.</summary>
public static class OrderSignals
{
    /// <summary>The request or its payment has changed.</summary>
    public const string PaymentChanged = nameof(PaymentChanged);

    /// <summary>The seller has marked the order as shipped.</summary>
    public const string Shipped = nameof(Shipped);

    /// <summary>Something that the hold depends on has changed: a mark taken back, a refund.</summary>
    public const string HoldChanged = nameof(HoldChanged);

    /// <summary>The provider has settled the payout.</summary>
    public const string PayoutSettled = nameof(PayoutSettled);

    /// <summary>The events to raise; none for what the orchestration did itself or does not wait for. A refund may end whichever part
    /// the order is in: the last line to ship, the hold, the wait for the payout.</summary>
    public static IReadOnlyList<string> For(OrderEventType happened) =>
        happened switch
        {
            OrderEventType.RequestDeclined
            or OrderEventType.RequestCancelled
            or OrderEventType.CheckoutStarted
            or OrderEventType.PaymentApproved
            or OrderEventType.PaymentPending
            or OrderEventType.PaymentFailed
            or OrderEventType.Paid
            or OrderEventType.LateCaptureReceived => [PaymentChanged],
            OrderEventType.Shipped or OrderEventType.ShipByExtended => [Shipped],
            OrderEventType.RefundStarted or OrderEventType.LinesGivenUp => [Shipped, HoldChanged],
            OrderEventType.RefundCompleted => [HoldChanged, PayoutSettled],
            OrderEventType.CaseOpened or OrderEventType.CaseReopened or OrderEventType.CaseWon or OrderEventType.CaseLost =>
            [
                Shipped,
                HoldChanged,
                PayoutSettled,
            ],
            OrderEventType.PayoutUnblocked
            or OrderEventType.TrackingChanged
            or OrderEventType.TrackingAccepted
            or OrderEventType.ShipmentUnmarked
            or OrderEventType.Delivered
            or OrderEventType.RefundFailed
            or OrderEventType.RefundDenied
            or OrderEventType.ComplaintOpened
            or OrderEventType.ComplaintResolved
            or OrderEventType.ComplaintRejected
            or OrderEventType.ComplaintWithdrawn => [HoldChanged],
            OrderEventType.DebtNetted
            or OrderEventType.ReserveEnded
            or OrderEventType.PaidOut
            or OrderEventType.PayoutHandedOver
            or OrderEventType.PayoutFailed
            or OrderEventType.PayoutRefused
            or OrderEventType.PayoutWithheld
            or OrderEventType.PayoutReturned
            or OrderEventType.PayoutRetried => [PayoutSettled],
            _ => [],
        };
}
