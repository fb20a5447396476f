namespace ChatPay.Functions.Platform.Errors;

public static partial class ProblemKinds
{
    private static IReadOnlyList<ProblemKind> Shipping =>
    [
        new("already-shipped", 409, "The lines are already marked as shipped.", "Nothing to do: read the order."),
        new("answered", 409, "The request for more time has already been answered.", "Wait: the seller can ask again."),
        new(
            "carrier-invalid", 400, "The carrier's name is too long or contains characters that cannot be stored.",
            "Write it as GET /api/v1/carriers does."),
        new("delivered", 409, "The buyer has confirmed the delivery.", "Nothing to do: the shipment can no longer be unmarked."),
        new(
            "hold-ended", 409, "The hold has ended, and nothing is left to pay out.",
            "Nothing to do: the shipment can no longer be unmarked."),
        new("no-such-line", 422, "The order has no line with this index.", "Count lines from 0, as in the order."),
        new("not-later", 422, "The new deadline is not later than the current one.", "Ask for a later one."),
        new("not-paid", 409, "The order is not paid.", "Wait until the buyer has paid."),
        new("not-shipped", 409, "Nothing is marked as shipped yet.", "Wait until the seller has shipped."),
        new("nothing-asked", 409, "The seller has not asked for more time.", "Nothing to do: read the order."),
        new("nothing-to-ship", 409, "Everything is already shipped or refunded.", "Nothing to do: read the order."),
        new("overdue", 409, "The ship-by deadline has passed, and what is not shipped is refunded.", "Nothing to do: read the order."),
        new(
            "payout-submitted", 409, "The payout is on its way to the seller.",
            "The shipment can no longer be unmarked. Refund the buyer instead."),
        new("shipment-unmarked", 409, "The shipment is no longer marked as shipped.", "Mark it as shipped again."),
        new(
            "too-late", 422, "The new deadline is later than a buyer may agree to.",
            "Ask for the latest one that 'detail' names, or an earlier one."),
        new("too-many-corrections", 409, "The tracking of the order has been changed too often.", "Ask the operator."),
        new("too-many-extensions", 409, "The seller has asked for more time too often.", "Ship what is ready, and refund the rest."),
        new("too-many-shipments", 409, "The order has been marked and unmarked too often.", "Ask an operator."),
        new("tracking-incomplete", 400, "The carrier or the tracking number is missing.", "Send both, or neither."),
        new(
            "tracking-invalid", 400, "This is not a tracking number.",
            "Use letters, digits, spaces and hyphens, up to the length that 'detail' names."),
        new(
            "tracking-missing", 422, "A dispute can only be answered with tracking, and the order has none.",
            "Add carrier and tracking number to the shipment first."),
        new("until-missing", 400, "A request for more time does not say until when.", "Send 'until', such as 2026-03-20T12:00:00Z."),
    ];

    private static IReadOnlyList<ProblemKind> Returns =>
    [
        new("approved", 409, "The refund request has already been granted.", "Nothing to do: read the order."),
        new(
            "case-not-acceptable", 409, "The dispute is decided, or PayPal does not allow accepting the claim.",
            "Look at the dispute at PayPal."),
        new(
            "case-not-resolved", 409, "PayPal has not resolved the dispute and shows it, so nothing of it can be booked by hand.",
            "Wait until it has, or have the seller accept the claim."),
        new("too-many-evidences", 409, "Evidence has been submitted too often in the dispute.", "Go on with the dispute at PayPal."),
        new("case-not-waiting", 409, "The dispute is not waiting for the seller.", "Wait: PayPal takes no evidence now."),
        new("case-open", 409, "The payment is disputed at PayPal.", "Accept the claim to refund the buyer, or wait until it is decided."),
        new("case-step-refused", 409, "PayPal does not allow this step of the dispute now.", "Look at the dispute at PayPal."),
        new(
            "loss-too-large", 422, "The disputed amount, or what is left of the payment, is smaller than this.",
            "Book at most the amount that 'detail' names."),
        new("fees-too-large", 422, "PayPal charges less than this for a dispute.", "Book at most the amount that 'detail' names."),
        new("complaint-closed", 409, "The complaint is already closed.", "Nothing to do: read the order."),
        new(
            "complaint-open", 409, "The buyer has already complained and is waiting for an answer.",
            "Wait for it, or withdraw the complaint."),
        new("complaint-too-late", 409, "The time to complain is over.", "Write to the seller, or contact PayPal."),
        new("denied", 409, "The refund request has been denied.", "Make a refund of your own instead."),
        new("line-refunded", 422, "The line has already been refunded.", "Name other lines."),
        new("refund-ambiguous", 400, "The refund is specified in more than one way.", "Send one of \"amount\", \"lines\" and \"all\"."),
        new(
            "refund-at-provider", 409, "PayPal has this refund, or the buyer has already received the money.",
            "Nothing to do: it cannot be ended here."),
        new("refund-not-decided", 409, "The buyer has requested this refund, and nobody has decided yet.", "Decide the request."),
        new(
            "refund-not-failed", 409, "The refund has not failed.",
            "Nothing to do: read the order. Only a failed refund can be paid otherwise."),
        new(
            "refund-owed", 409,
            "A refused refund of goods that were never shipped is not given up or paid in part, unless lost disputes have given the rest.",
            "Refund the amount again, or pay the buyer another way."),
        new("refund-requested", 409, "The buyer has already requested a refund and is waiting for an answer.", "Wait for the answer."),
        new("refund-too-large", 422, "Less than this is left to refund.", "Refund at most the amount that 'detail' names."),
        new("refund-unclear", 400, "The refund does not say how much.", "Send one of \"amount\", \"lines\" and \"all\": true."),
        new("refund-under-way", 409, "Another refund of this order is under way.", "Wait until it has ended."),
        new(
            "refund-with-rejection", 400, "A complaint cannot be rejected and refunded at once.",
            "Reject it, or resolve it with a refund."),
        new("refund-zero", 422, "The refund is zero.", "Refund more than zero."),
        new(
            "refunded", 409, "What this is about has been refunded, or is being refunded.",
            "Do not ship it, and deny any refund request for it."),
        new("too-many-complaints", 409, "There have been too many complaints about this order.", "Ask an operator."),
        new("too-many-refund-requests", 409, "The buyer has requested refunds too often.", "Complain, or open a dispute at PayPal."),
        new("too-many-refunds", 409, "The order has been refunded too often.", "Ask an operator, who refunds the rest at PayPal."),
    ];
}
