namespace ChatPay.Functions.Platform.Errors;

public static partial class ProblemKinds
{
    private static IReadOnlyList<ProblemKind> Shipping =>
    [
        new("already-shipped", 409, "The lines are marked as shipped already.", "Nothing: read the order."),
        new("answered", 409, "The request for more time was answered before.", "Wait: the seller can ask again."),
        new(
            "carrier-invalid", 400, "A carrier's name is too long or has signs in it that cannot be kept.",
            "Write it as GET /api/v1/carriers does."),
        new("delivered", 409, "The buyer has confirmed the delivery.", "Nothing: the mark can no longer be taken back."),
        new("hold-ended", 409, "The hold has ended, with nothing to pay out.", "Nothing: the mark can no longer be taken back."),
        new("no-such-line", 422, "The order has no line with this index.", "Count lines from 0, as in the order."),
        new("not-later", 422, "The new deadline is not later than the one that stands.", "Ask for a later one."),
        new("not-paid", 409, "The order is not paid.", "Wait until the buyer has paid."),
        new("not-shipped", 409, "Nothing is marked as shipped yet.", "Wait until the seller has shipped."),
        new("nothing-asked", 409, "The seller has not asked for more time.", "Nothing: read the order."),
        new("nothing-to-ship", 409, "Everything is shipped or refunded already.", "Nothing: read the order."),
        new("overdue", 409, "The deadline to ship by has passed; what is not shipped is refunded.", "Nothing: read the order."),
        new(
            "payout-submitted", 409, "The payout is on its way to the seller.",
            "Nothing: the mark can no longer be taken back. Money goes back by a refund."),
        new("shipment-unmarked", 409, "The mark of this shipment has been taken back.", "Mark it as shipped again."),
        new(
            "too-late", 422, "The new deadline is later than a buyer can agree to.",
            "Ask for the latest one that 'detail' names, or an earlier one."),
        new("too-many-corrections", 409, "The tracking of the order has been changed too often.", "Ask the operator."),
        new("too-many-extensions", 409, "The seller has asked for more time too often.", "Ship what is ready, and refund the rest."),
        new("too-many-shipments", 409, "The order has been marked and un-marked too often.", "Ask the operator."),
        new("tracking-incomplete", 400, "Carrier and tracking number belong together, and one is missing.", "Give both, or neither."),
        new("tracking-invalid", 400, "It is no tracking number.", "Write letters, digits, spaces and hyphens, as many as 'detail' says."),
        new(
            "tracking-missing", 422, "A dispute is to be answered with tracking, and the order has none.",
            "Add carrier and number to the shipment first."),
        new("until-missing", 400, "A request for more time does not say until when.", "Give 'until', such as 2026-03-20T12:00:00Z."),
    ];

    private static IReadOnlyList<ProblemKind> Returns =>
    [
        new("approved", 409, "The request for a refund has been granted already.", "Nothing: read the order."),
        new(
            "case-not-acceptable", 409, "The dispute is decided, or PayPal does not let the claim be accepted.",
            "Look at the dispute at PayPal."),
        new(
            "case-not-resolved", 409, "PayPal has not resolved the dispute: nothing of it can be booked by hand.",
            "Wait until it has, or have the seller accept the claim."),
        new("too-many-evidences", 409, "Evidence has been submitted too often in the dispute.", "Go on with the dispute at PayPal."),
        new("case-not-waiting", 409, "The dispute does not wait for the seller.", "Wait: PayPal takes no evidence now."),
        new(
            "case-open", 409, "The payment is disputed at PayPal.",
            "Accept the claim to give the money back, or wait until it is decided."),
        new("case-step-refused", 409, "PayPal does not allow this step of the dispute now.", "Look at the dispute at PayPal."),
        new("loss-too-large", 422, "Less than this is disputed, or left of the payment.", "Book at most what 'detail' names."),
        new("fees-too-large", 422, "PayPal charges less than this for a dispute.", "Book at most what 'detail' names."),
        new("complaint-closed", 409, "The complaint has been closed already.", "Nothing: read the order."),
        new(
            "complaint-open", 409, "The buyer has complained already, and is waiting for the answer.",
            "Wait for it, or withdraw the complaint."),
        new("complaint-too-late", 409, "The time to complain is over.", "Write to the seller, or ask PayPal."),
        new("denied", 409, "The request for a refund has been denied.", "Give the money back by a refund of your own."),
        new("line-refunded", 422, "The line has been refunded already.", "Name other lines."),
        new("refund-ambiguous", 400, "A refund is asked for in more than one way.", "Give one of \"amount\", \"lines\" and \"all\"."),
        new("refund-at-provider", 409, "PayPal has this refund, or the buyer has the money.", "Nothing: it cannot be ended here."),
        new("refund-not-decided", 409, "The buyer asks for this refund, and nobody has decided.", "Decide the request."),
        new("refund-owed", 409, "A refund of goods that were never shipped was refused, and is given up.",
            "Refund the amount again, or pay the buyer otherwise."),
        new("refund-requested", 409, "The buyer has asked for money back already, and is waiting for the answer.", "Wait for it."),
        new("refund-too-large", 422, "Less than this is left to refund.", "Refund at most what 'detail' names."),
        new("refund-unclear", 400, "A refund does not say how much.", "Give one of \"amount\", \"lines\" and \"all\": true."),
        new("refund-under-way", 409, "Another refund of this order is under way.", "Wait until it has ended."),
        new("refund-with-rejection", 400, "A complaint is rejected and refunded at once.", "Reject it, or resolve it with a refund."),
        new("refund-zero", 422, "A refund is of nothing.", "Refund more than nothing."),
        new("refunded", 409, "What this is about has been refunded, or is being refunded.", "Do not ship it, and deny a request for it."),
        new("too-many-complaints", 409, "There have been too many complaints about this order.", "Ask the operator."),
        new("too-many-refund-requests", 409, "The buyer has asked too often for money back.", "Complain, or open a dispute at PayPal."),
        new("too-many-refunds", 409, "The order has been refunded too often.", "Ask the operator, who gives the rest back at PayPal."),
    ];
}
