namespace ChatPay.Functions.Sale.Events;

/// <summary>What each event means to a client program: one sentence, whatever the order.</summary>
public static class OrderEventMeanings
{
    // An event without a meaning does not compile (CS8509 is an error). CS8524 is about undeclared numeric values.
#pragma warning disable CS8524
    /// <summary>Such as "The payment is captured: the order is to be shipped."</summary>
    public static string Of(OrderEventType type) => type switch
    {
        OrderEventType.PaymentRequested => "The seller has sent a payment request: the order begins.",
        OrderEventType.RequestDeclined => "The buyer has declined the payment request: the order is over.",
        OrderEventType.RequestCancelled => "The seller has cancelled the payment request, or replaced it: the order is over.",
        OrderEventType.RequestExpired => "Nobody has paid in time: the order is over.",
        OrderEventType.CheckoutStarted => "The buyer has been sent to PayPal.",
        OrderEventType.PaymentApproved => "The buyer has approved the payment at PayPal; it is captured next.",
        OrderEventType.PaymentPending => "PayPal holds the payment for review: do not ship yet.",
        OrderEventType.PaymentFailed => "The payment did not go through. The buyer may pay in another way.",
        OrderEventType.Paid => "The payment is captured: the order is to be shipped.",
        OrderEventType.LateCaptureReceived => "A payment has come after the order was over; it is refunded in full.",
        OrderEventType.ShipReminder => "The order is paid, and still not shipped.",
        OrderEventType.ShipByExtensionAsked => "The seller asks the buyer for more time to ship.",
        OrderEventType.ShipByExtended => "The buyer agrees: the deadline to ship by is later.",
        OrderEventType.ShipByExtensionDeclined => "The buyer does not agree: the deadline stays.",
        OrderEventType.Shipped => "The order, or some lines of it, are marked as shipped: the hold begins.",
        OrderEventType.ShipmentUnmarked => "The mark is taken back.",
        OrderEventType.TrackingChanged => "The shipment has another carrier and number, or its first.",
        OrderEventType.TrackingAccepted => "An operator has accepted a tracking number that was in doubt.",
        OrderEventType.Delivered => "The buyer has confirmed the delivery.",
        OrderEventType.PayoutReleased => "The hold is over: the payout goes into the next batch.",
        OrderEventType.PayoutTakenBack => "The payout waits again, before it was sent.",
        OrderEventType.ReserveKept => "A part of the payout is kept in reserve for a while.",
        OrderEventType.ReserveEnded => "The reserve has ended: what is left of it is paid out.",
        OrderEventType.PayoutBlocked => "An operator holds back what is still to be paid out.",
        OrderEventType.PayoutUnblocked => "The operator no longer holds it back.",
        OrderEventType.PayoutSubmitted => "The payout is sent to PayPal.",
        OrderEventType.PaidOut => "The seller has the money.",
        OrderEventType.PayoutFailed => "The payout did not go through, and is tried again.",
        OrderEventType.PayoutRefused => "PayPal does not pay it, and would not the next time: an operator has to look.",
        OrderEventType.PayoutWithheld => "It has left the balance, and waits at PayPal.",
        OrderEventType.PayoutReturned => "It has come back; it stays the seller's.",
        OrderEventType.PayoutUnclaimed => "The seller has still to claim it at PayPal.",
        OrderEventType.PayoutRetried => "It is sent again.",
        OrderEventType.PayoutHandedOver => "It was handed over as unclaimed property, which counts as paid.",
        OrderEventType.RefundStarted => "A refund to the buyer has begun.",
        OrderEventType.RefundCompleted => "The buyer has been refunded.",
        OrderEventType.RefundFailed => "A refund has failed.",
        OrderEventType.RefundRequested => "The buyer asks for money back: the seller decides.",
        OrderEventType.RefundRequestUnanswered => "Nobody has answered the request for a refund.",
        OrderEventType.RefundDenied => "The request for a refund is denied.",
        OrderEventType.LinesGivenUp => "Lines that cost nothing will not be shipped.",
        OrderEventType.ComplaintOpened => "The buyer says that something is wrong: the seller answers.",
        OrderEventType.ComplaintUnanswered => "Nobody has answered the complaint.",
        OrderEventType.ComplaintResolved => "The complaint is resolved.",
        OrderEventType.ComplaintRejected => "The seller does not agree with the complaint.",
        OrderEventType.ComplaintWithdrawn => "The buyer has taken the complaint back.",
        OrderEventType.DebtNetted => "Part of this payout was deducted for what the seller owes.",
        OrderEventType.DebtPaid => "What the seller owed for this order was kept from another payout.",
        OrderEventType.DebtWrittenOff => "The seller no longer owes it.",
        OrderEventType.CaseOpened => "The buyer, or the buyer's bank, disputes the payment at PayPal.",
        OrderEventType.CaseReopened => "The dispute is open again, by an appeal or the bank's second attempt.",
        OrderEventType.CaseWon => "The dispute is closed: the payment stays as it is.",
        OrderEventType.CaseLost => "The dispute is closed: money goes back to the buyer.",
        OrderEventType.CaseFeeCharged => "PayPal charges for the dispute, and the seller bears it.",
        OrderEventType.CaseFeeReturned => "PayPal charges less for the dispute than before.",
    };
#pragma warning restore CS8524
}
