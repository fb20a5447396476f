namespace ChatPay.Functions.Sale.Events;

/// <summary>Something that happened to an order, as the timeline and the conversation tell it.</summary>
/// <param name="Type">What.</param>
/// <param name="Amount">The money it is about.</param>
/// <param name="Detail">More for people: carrier and number, a reason. Never identity data or an address.</param>
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

    /// <summary>It is paid, and the seller has not shipped it yet.</summary>
    ShipReminder,

    /// <summary>The seller asks for more time to ship.</summary>
    ShipByExtensionAsked,

    /// <summary>The buyer agrees to it.</summary>
    ShipByExtended,

    /// <summary>The buyer does not.</summary>
    ShipByExtensionDeclined,
    Shipped,
    ShipmentUnmarked,

    /// <summary>Another carrier and number, or the first.</summary>
    TrackingChanged,

    /// <summary>An operator takes a number that the carrier does not seem to give.</summary>
    TrackingAccepted,

    /// <summary>The buyer has what was shipped.</summary>
    Delivered,
    PayoutReleased,
    PayoutTakenBack,

    /// <summary>A part of the payout is kept back for a while.</summary>
    ReserveKept,

    /// <summary>What is left of it is paid out.</summary>
    ReserveEnded,

    /// <summary>An operator holds it back.</summary>
    PayoutBlocked,

    /// <summary>The operator lets it go on.</summary>
    PayoutUnblocked,
    PayoutSubmitted,
    PaidOut,
    PayoutFailed,

    /// <summary>The provider does not pay it, and would not the next time.</summary>
    PayoutRefused,

    /// <summary>It has left the balance and is not claimed, or the provider looks into it.</summary>
    PayoutWithheld,

    /// <summary>It has come back.</summary>
    PayoutReturned,

    /// <summary>The seller has still to claim it.</summary>
    PayoutUnclaimed,

    /// <summary>It is paid again, as the next generation.</summary>
    PayoutRetried,

    /// <summary>It was handed over as unclaimed property, which counts as paid.</summary>
    PayoutHandedOver,
    RefundStarted,
    RefundCompleted,
    RefundFailed,

    /// <summary>The buyer asks for money back.</summary>
    RefundRequested,

    /// <summary>Nobody has answered the request for three days.</summary>
    RefundRequestUnanswered,

    /// <summary>The request was turned down.</summary>
    RefundDenied,

    /// <summary>Lines without a price will not be shipped.</summary>
    LinesGivenUp,

    /// <summary>The buyer says that something is wrong.</summary>
    ComplaintOpened,

    /// <summary>Nobody has answered the complaint for three days.</summary>
    ComplaintUnanswered,

    /// <summary>Put right.</summary>
    ComplaintResolved,

    /// <summary>Not agreed with.</summary>
    ComplaintRejected,

    /// <summary>The buyer took it back.</summary>
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

    /// <summary>The provider charges for a case, or more than before, and the seller bears it.</summary>
    CaseFeeCharged,

    /// <summary>The provider charges less for a case than before.</summary>
    CaseFeeReturned,
}
