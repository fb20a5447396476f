using ChatPay.Functions.Sale.Disputes;

namespace ChatPay.Functions.Sale;

/// <summary>An order's status in words: one sentence for anybody who may see that status. Programs branch on
/// <see cref="OrderStatus"/>; pages that address the buyer or the seller use <see cref="OrderSentences"/>.</summary>
public static class OrderStatusText
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not a status.</exception>
    public static string Of(OrderStatus status) => status switch
    {
        OrderStatus.AwaitingPayment => "The buyer has not paid yet.",
        OrderStatus.PaymentProcessing => "The payment is being processed.",
        OrderStatus.PaymentFailed => "The payment did not go through, and can be tried again.",
        OrderStatus.Paid => "The order is paid, and the seller has to ship it.",
        OrderStatus.PartlyShipped => "Part of the order is marked as shipped.",
        OrderStatus.Shipped => "The order is marked as shipped.",
        OrderStatus.Delivered => "The buyer has received the order.",
        OrderStatus.PaidOut => "The seller has been paid for the order.",
        OrderStatus.PayoutHeld => "The payout to the seller has not gone through.",
        OrderStatus.Settled => "The whole payout was deducted for what the seller owed.",
        OrderStatus.Refunding => "A refund to the buyer is under way.",
        OrderStatus.Refunded => "The buyer has been refunded.",
        OrderStatus.Cancelled => "The payment request was cancelled.",
        OrderStatus.Declined => "The buyer declined the payment request.",
        OrderStatus.Expired => "The payment request has expired.",
        OrderStatus.InDispute => "The payment is disputed at PayPal.",
        OrderStatus.DisputeDecided => $"PayPal has decided the dispute. {DisputeSentences.AmountsAreChecked}",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status of an order."),
    };
}
