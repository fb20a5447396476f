namespace ChatPay.Functions.Sale.Events;

/// <summary>Who of an order's two sides may see an event in its timeline. Operators see everything.</summary>
public enum EventAudience
{
    /// <summary>Buyer and seller.</summary>
    Everybody,

    /// <summary>Buyer and seller; its detail, such as the provider's code, only the seller.</summary>
    EverybodyWithoutDetail,

    /// <summary>The seller alone: the seller's money, and what the seller is reminded of.</summary>
    Seller,
}

/// <summary>The audience of each event. The buyer is shown what is listed here for the buyer, and nothing else.</summary>
public static class EventAudiences
{
    // A new event without an audience does not compile (CS8509 is an error). CS8524 is about numbers that are no event.
#pragma warning disable CS8524
    /// <summary>Who may see an event of this type.</summary>
    public static EventAudience Of(OrderEventType type) => type switch
    {
        OrderEventType.PaymentRequested => EventAudience.Everybody,
        OrderEventType.RequestDeclined => EventAudience.Everybody,
        OrderEventType.RequestCancelled => EventAudience.Everybody,
        OrderEventType.RequestExpired => EventAudience.Everybody,
        OrderEventType.CheckoutStarted => EventAudience.Everybody,
        OrderEventType.PaymentApproved => EventAudience.Everybody,
        OrderEventType.PaymentPending => EventAudience.EverybodyWithoutDetail,
        OrderEventType.PaymentFailed => EventAudience.EverybodyWithoutDetail,
        OrderEventType.Paid => EventAudience.Everybody,
        OrderEventType.LateCaptureReceived => EventAudience.Everybody,
        OrderEventType.ShipReminder => EventAudience.Seller,
        OrderEventType.ShipByExtensionAsked => EventAudience.Everybody,
        OrderEventType.ShipByExtended => EventAudience.Everybody,
        OrderEventType.ShipByExtensionDeclined => EventAudience.Everybody,
        OrderEventType.Shipped => EventAudience.Everybody,
        OrderEventType.ShipmentUnmarked => EventAudience.Everybody,
        OrderEventType.TrackingChanged => EventAudience.Everybody,
        OrderEventType.TrackingAccepted => EventAudience.Seller,
        OrderEventType.Delivered => EventAudience.Everybody,
        OrderEventType.PayoutReleased => EventAudience.Seller,
        OrderEventType.PayoutTakenBack => EventAudience.Seller,
        OrderEventType.ReserveKept => EventAudience.Seller,
        OrderEventType.ReserveEnded => EventAudience.Seller,
        OrderEventType.PayoutBlocked => EventAudience.Seller,
        OrderEventType.PayoutUnblocked => EventAudience.Seller,
        OrderEventType.PayoutSubmitted => EventAudience.Seller,
        OrderEventType.PaidOut => EventAudience.Seller,
        OrderEventType.PayoutFailed => EventAudience.Seller,
        OrderEventType.PayoutRefused => EventAudience.Seller,
        OrderEventType.PayoutWithheld => EventAudience.Seller,
        OrderEventType.PayoutReturned => EventAudience.Seller,
        OrderEventType.PayoutUnclaimed => EventAudience.Seller,
        OrderEventType.PayoutRetried => EventAudience.Seller,
        OrderEventType.PayoutHandedOver => EventAudience.Seller,
        OrderEventType.RefundStarted => EventAudience.Everybody,
        OrderEventType.RefundCompleted => EventAudience.Everybody,
        OrderEventType.RefundFailed => EventAudience.Seller,
        OrderEventType.RefundRequested => EventAudience.Everybody,
        OrderEventType.RefundRequestUnanswered => EventAudience.Seller,
        OrderEventType.RefundDenied => EventAudience.Everybody,
        OrderEventType.LinesGivenUp => EventAudience.Everybody,
        OrderEventType.ComplaintOpened => EventAudience.Everybody,
        OrderEventType.ComplaintUnanswered => EventAudience.Seller,
        OrderEventType.ComplaintResolved => EventAudience.Everybody,
        OrderEventType.ComplaintRejected => EventAudience.Everybody,
        OrderEventType.ComplaintWithdrawn => EventAudience.Everybody,
        OrderEventType.DebtNetted => EventAudience.Seller,
        OrderEventType.DebtPaid => EventAudience.Seller,
        OrderEventType.DebtWrittenOff => EventAudience.Seller,
        OrderEventType.CaseOpened => EventAudience.EverybodyWithoutDetail,
        OrderEventType.CaseReopened => EventAudience.EverybodyWithoutDetail,
        OrderEventType.CaseWon => EventAudience.EverybodyWithoutDetail,
        OrderEventType.CaseLost => EventAudience.EverybodyWithoutDetail,
        OrderEventType.CaseFeeCharged => EventAudience.Seller,
        OrderEventType.CaseFeeReturned => EventAudience.Seller,
    };
#pragma warning restore CS8524

    /// <summary>The event as the buyer sees it; null when it is none of the buyer's business.</summary>
    public static OrderEvent? ForBuyer(OrderEvent happened) => Of(happened.Type) switch
    {
        EventAudience.Everybody => happened,
        EventAudience.EverybodyWithoutDetail => happened with { Detail = null },
        _ => null,
    };
}
