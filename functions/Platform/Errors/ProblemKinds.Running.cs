namespace ChatPay.Functions.Platform.Errors;

public static partial class ProblemKinds
{
    private static IReadOnlyList<ProblemKind> Books =>
        [
            new("date-invalid", 400, "This is not a date.", "Write it as 2026-03-31."),
            new("format-invalid", 400, "Statements do not have this format.", "Use 'format' json or csv."),
            new(
                "netting-under-way", 409, "The debt is being deducted from a payout right now.",
                "Try again after the next sweep, or tomorrow."),
            new("no-debt", 409, "The seller owes nothing for this order.", "Nothing to do: read the order."),
            new("payout-blocked", 409, "Something blocks the payout; 'detail' names it.", "Wait until it has ended, or end it."),
            new("payout-changed", 409, "The payout has changed in the meantime.", "Read the order, and decide on its current state."),
            new(
                "payout-not-failed", 409, "The payout was not refused and did not come back: paying it again would pay it twice.",
                "Wait until PayPal says that it was not paid."),
            new("payout-not-blocked", 409, "The payout is not blocked, and could be sent meanwhile.", "Block it first."),
            new(
                "payout-not-paid", 409, "PayPal does not say that this payout was paid to this seller; 'detail' says what it says.",
                "Look for the payout's own item at PayPal."),
            new(
                "payout-not-shipped", 409, "The order is not marked as shipped, so it has no payout.",
                "Have the seller mark it as shipped again."),
            new("payout-replaced", 409, "The payout has already been retried.", "Continue with the newest one, which 'detail' names."),
            new("payout-settled", 409, "Nothing of this payout is left to book.", "Nothing to do: read the order."),
            new(
                "payout-too-large", 409, "More was paid than is left of the payment here.",
                "Wait until a refund under way, or an open dispute, is settled; otherwise compare the order's ledger with PayPal."),
            new("payout-unconfirmed", 409, "It is not confirmed that the payout was not paid.", "Look it up in PayPal's dashboard first."),
            new("payout-under-way", 409, "The seller is being paid for this order right now.", "Try again when the payout has settled."),
            new("period-invalid", 400, "The period ends before it begins, or is too long.", "Send 'from' and 'to' as 'detail' says."),
            new(
                "period-too-large", 422, "The period contains entries of more orders than one answer can hold.",
                "Start later, and request the rest separately."),
            new(
                "refund-needs-operator",
                409,
                "The seller has been paid for the order, and would owe more than sellers may decide by themselves.",
                "Wait for the operator, who has been told; or refund less."),
            new("reserve-invalid", 400, "The reserve is out of range.", "Send 'basisPoints' from 0 to 10000: 1000 is 10%."),
            new(
                "too-many-payouts", 409, "The order's payouts have been retried too often.",
                "Hand the payout over, or pay the seller another way."),
            new(
                "status-invalid", 400, "The items of this list cannot have this status.",
                "Send a 'status' that 'detail' names, or leave it out."),
            new("weeks-invalid", 400, "The number of weeks is not valid.", "Write it as 8."),
            new("year-invalid", 400, "This is not a year, or it is in the future.", "Write it as 2026."),
        ];

    private static IReadOnlyList<ProblemKind> Operations =>
    [
        new(
            "attention-resolved", 409, "The alert has already been resolved, in other words.",
            "Nothing to do: 'detail' has what was written."),
        new("audit-query-invalid", 400, "The audit trail is queried by neither or both of subject and day.", "Send one of them."),
        new("order-query-invalid", 400, "Orders are searched by no parameter, or by more than one.", "Send exactly one."),
        new("queue-unknown", 400, "There is no queue of this name.", "Use one of the queues that 'detail' names."),
        new(
            "restore-not-compared", 409, "The tables were restored, and PayPal's lists have not been compared up to then.",
            "Wait for the nightly comparison, of the next night or the one after. If it fails every night, read the log; "
                + "'evenIfNotCompared' resumes nevertheless, and pays refunded orders too much."),
        new("seller-missing", 400, "The call does not say which seller it is about.", "Add ?sellerId=sel-…"),
        new(
            "webhook-refused", 422, "PayPal does not accept the address of the webhook.",
            "Set Public:BaseUrl to an https address that PayPal can reach."),
    ];
}
