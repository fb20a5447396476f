namespace ChatPay.Functions.Platform.Errors;

public static partial class ProblemKinds
{
    private static IReadOnlyList<ProblemKind> Books =>
        [
            new("date-invalid", 400, "It is no day.", "Write it as 2026-03-31."),
            new("format-invalid", 400, "It is no format that a statement has.", "'format' is json or csv."),
            new(
                "netting-under-way",
                409,
                "The debt is being taken from a payout right now.",
                "Try again after the next sweep, or tomorrow."),
            new("no-debt", 409, "The seller owes nothing for this order.", "Nothing: read the order."),
            new("payout-blocked", 409, "Something holds the payout back, which 'detail' names.", "Wait until that has ended, or end it."),
            new("payout-changed", 409, "The payout has changed in the meantime.", "Read the order, and decide on what it is now."),
            new(
                "payout-not-failed",
                409,
                "The payout was not refused and has not come back: paying it again would pay it twice.",
                "Wait until PayPal says that it was not paid."),
            new("payout-replaced", 409, "The payout has been tried again before.", "Go on with the newest one, which 'detail' names."),
            new("payout-unconfirmed", 409, "Nobody can say that the payout was not paid.", "Look it up in PayPal's dashboard first."),
            new("payout-under-way", 409, "The seller is being paid for this order right now.", "Try again when the payout has settled."),
            new("period-invalid", 400, "The period ends before it begins, or is too long.", "Give 'from' and 'to' as 'detail' says."),
            new(
                "period-too-large",
                422,
                "More orders booked something in the period than one answer holds.",
                "Begin later, and ask for the rest by itself."),
            new(
                "refund-needs-operator",
                409,
                "The seller has been paid for the order, and would owe more than sellers may decide by themselves.",
                "Wait for the operator, who has been told; or refund less."),
            new("reserve-invalid", 400, "A reserve is out of range.", "Give 'basisPoints' from 0 to 10000: 1000 is 10 %."),
            new(
                "too-many-payouts",
                409,
                "The order's payouts have been tried again too often.",
                "Hand the payout over, or pay the seller in another way."),
            new(
                "status-invalid",
                400,
                "A list is asked for by a status that its items do not have.",
                "Give a 'status' that 'detail' names, or leave it out."),
            new("weeks-invalid", 400, "It is no number of weeks that is told at once.", "Write it as 8."),
            new("year-invalid", 400, "It is no year, or one to come.", "Write it as 2026."),
        ];

    private static IReadOnlyList<ProblemKind> Operations =>
    [
        new("attention-resolved", 409, "The item was resolved already, in other words.", "Nothing: 'detail' has what was written."),
        new("audit-query-invalid", 400, "The trail is asked for by neither or both of subject and day.", "Give one of them."),
        new("order-query-invalid", 400, "Orders are looked for by nothing, or by more than one thing.", "Give just one parameter."),
        new("queue-unknown", 400, "There is no queue of this name.", "'detail' names the queues."),
        new("seller-missing", 400, "The call does not say which seller it is about.", "Add ?sellerId=sel-…"),
        new(
            "webhook-refused", 422, "PayPal does not take the address of the webhook.",
            "Set Public:BaseUrl to an https address that PayPal can reach."),
    ];
}
