namespace ChatPay.Functions.Sale.Events;

/// <summary>Something that happened to an order, as shown in the timeline and the conversation.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Amount">The amount concerned.</param>
/// <param name="Detail">More for people: carrier and tracking number, a reason. Never identity data or an address.</param>
public sealed record OrderEvent(OrderEventType Type, Money? Amount = null, string? Detail = null);

/// <summary>What can happen to an order.</summary>
public enum OrderEventType
{
    PaymentRequested,
    RequestDeclined,
    RequestCancelled,
    RequestExpired,
    CheckoutStarted,
    PaymentApproved,
    PaymentPending,
    PaymentFailed,
    Paid,
    LateCaptureReceived,

    /// <summary>The order is paid, and the seller has not shipped it yet.</summary>
    ShipReminder,

    /// <summary>The seller asks for more time to ship.</summary>
    ShipByExtensionAsked,

    /// <summary>The buyer agrees to more time to ship.</summary>
    ShipByExtended,

    /// <summary>The buyer does not agree to more time to ship.</summary>
    ShipByExtensionDeclined,
    Shipped,
    ShipmentUnmarked,

    /// <summary>The tracking number was added or changed.</summary>
    TrackingChanged,

    /// <summary>An operator accepts a tracking number in a form that the carrier does not seem to issue.</summary>
    TrackingAccepted,

    /// <summary>The buyer has received what was shipped.</summary>
    Delivered,
    PayoutReleased,
    PayoutTakenBack,

    /// <summary>A part of the payout is kept in reserve.</summary>
    ReserveKept,

    /// <summary>What is left of the reserve is paid out.</summary>
    ReserveEnded,

    /// <summary>An operator blocks the payout.</summary>
    PayoutBlocked,

    /// <summary>An operator unblocks the payout.</summary>
    PayoutUnblocked,
    PayoutSubmitted,
    PaidOut,
    PayoutFailed,

    /// <summary>The provider refuses the payout, and would again.</summary>
    PayoutRefused,

    /// <summary>The payout has left the balance and is unclaimed or under review by the provider.</summary>
    PayoutWithheld,

    /// <summary>The payout has come back.</summary>
    PayoutReturned,

    /// <summary>The seller has yet to claim the payout.</summary>
    PayoutUnclaimed,

    /// <summary>The payout is paid again, as the next generation.</summary>
    PayoutRetried,

    /// <summary>The payout was handed over as unclaimed property, which counts as paid.</summary>
    PayoutHandedOver,
    RefundStarted,
    RefundCompleted,
    RefundFailed,

    /// <summary>The buyer asks for a refund.</summary>
    RefundRequested,

    /// <summary>Nobody has answered the request for three days.</summary>
    RefundRequestUnanswered,

    /// <summary>The refund request was denied.</summary>
    RefundDenied,

    /// <summary>Lines without a price will not be shipped.</summary>
    LinesGivenUp,

    /// <summary>The buyer files a complaint.</summary>
    ComplaintOpened,

    /// <summary>Nobody has answered the complaint for three days.</summary>
    ComplaintUnanswered,

    /// <summary>The complaint was resolved.</summary>
    ComplaintResolved,

    /// <summary>The complaint was rejected.</summary>
    ComplaintRejected,

    /// <summary>The buyer withdrew the complaint.</summary>
    ComplaintWithdrawn,

    /// <summary>A part of the payout was kept for a debt of the seller.</summary>
    DebtNetted,

    /// <summary>What the seller owed for this order was kept from another payout.</summary>
    DebtPaid,

    /// <summary>The platform bears what the seller owed.</summary>
    DebtWrittenOff,

    /// <summary>The buyer, or the buyer's bank, disputes the payment at the provider.</summary>
    CaseOpened,

    /// <summary>An appeal, or the bank's second attempt.</summary>
    CaseReopened,

    /// <summary>Decided for the seller, or withdrawn.</summary>
    CaseWon,

    /// <summary>Decided for the buyer, in whole or in part.</summary>
    CaseLost,

    /// <summary>The provider charges a dispute fee, or a higher one, and the seller bears it.</summary>
    CaseFeeCharged,

    /// <summary>The provider reduces the fee of a dispute.</summary>
    CaseFeeReturned,
}
