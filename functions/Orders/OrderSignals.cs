namespace ChatPay.Functions.Orders;

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

    /// <summary>The event to raise; null for what the orchestration did itself or does not wait for.</summary>
    public static string? For(OrderEventType happened) => happened switch
    {
        OrderEventType.RequestDeclined or OrderEventType.RequestCancelled or OrderEventType.CheckoutStarted
            or OrderEventType.PaymentApproved or OrderEventType.PaymentPending or OrderEventType.PaymentFailed
            or OrderEventType.Paid or OrderEventType.LateCaptureReceived => PaymentChanged,
        OrderEventType.Shipped => Shipped,
        OrderEventType.ShipmentUnmarked or OrderEventType.RefundStarted or OrderEventType.RefundCompleted
            or OrderEventType.RefundFailed => HoldChanged,
        OrderEventType.PaidOut or OrderEventType.PayoutFailed => PayoutSettled,
        _ => null,
    };
}
