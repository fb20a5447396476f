using ChatPay.Functions.Orders;

namespace ChatPay.Functions.Operations;

/// <summary>Which events of an order a person has to look at. They are carried out with the order's outbox, so none is lost.</summary>
public static class OrderAttention
{
    /// <summary>What to raise; null for what goes on by itself.</summary>
    public static (string Kind, string What, string ToDo)? For(OrderEvent happened) => happened.Type switch
    {
        OrderEventType.RefundFailed => (
            "refund-refused", $"PayPal refused the refund of {happened.Amount} for good{Because(happened)}",
            "Pay the buyer back another way, or refund again when the cause is gone."),
        OrderEventType.PayoutRefused => (
            "payout-refused", $"PayPal does not pay {happened.Amount} out{Because(happened)}",
            "Have the seller correct the PayPal account, then confirm that it was not paid and retry."),
        OrderEventType.PayoutWithheld => (
            "payout-withheld", $"The payout of {happened.Amount} is withheld by PayPal{Because(happened)}",
            "The seller has to claim it within 30 days, or PayPal has to release it; it comes back otherwise."),
        OrderEventType.PayoutReturned => (
            "payout-returned", $"The payout of {happened.Amount} has come back{Because(happened)}",
            "Find out with the seller why; then confirm that it was not paid and retry."),
        OrderEventType.CaseOpened or OrderEventType.CaseReopened => (
            "case-open", $"{happened.Amount} is disputed at PayPal{Because(happened)}",
            "See that the seller answers in time, with a tracking number, or accepts the claim."),
        OrderEventType.RefundRequestUnanswered => (
            "refund-request-unanswered", $"The buyer has waited three days for an answer about a refund of {happened.Amount}.",
            "Remind the seller, or decide it as operator."),
        OrderEventType.ComplaintUnanswered => (
            "complaint-unanswered", "The buyer has waited three days for an answer to a complaint.",
            "Remind the seller, or decide it as operator."),
        _ => null,
    };

    private static string Because(OrderEvent happened) => happened.Detail is { Length: > 0 } detail ? $": {detail}." : ".";
}
