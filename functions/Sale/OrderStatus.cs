using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary>The overall status of an order, for programs; <c>statusText</c> is for people.</summary>
public enum OrderStatus
{
    /// <summary>The buyer can pay.</summary>
    [JsonStringEnumMemberName("awaitingPayment")]
    AwaitingPayment,

    /// <summary>The buyer has approved, and the provider has not completed or refused the payment.</summary>
    [JsonStringEnumMemberName("paymentProcessing")]
    PaymentProcessing,

    /// <summary>The provider has refused the last attempt; the buyer can pay another way.</summary>
    [JsonStringEnumMemberName("paymentFailed")]
    PaymentFailed,

    /// <summary>Paid, and nothing shipped.</summary>
    [JsonStringEnumMemberName("paid")]
    Paid,

    /// <summary>Some of the lines are marked as shipped.</summary>
    [JsonStringEnumMemberName("partlyShipped")]
    PartlyShipped,

    /// <summary>Every line that is not refunded is marked as shipped or handed over.</summary>
    [JsonStringEnumMemberName("shipped")]
    Shipped,

    /// <summary>The buyer has confirmed delivery of everything.</summary>
    [JsonStringEnumMemberName("delivered")]
    Delivered,

    /// <summary>The seller has the money. Buyers are not told: they still see shipped or delivered.</summary>
    [JsonStringEnumMemberName("paidOut")]
    PaidOut,

    /// <summary>The payout was refused, waits at the provider, or came back. Not shown to buyers.</summary>
    [JsonStringEnumMemberName("payoutHeld")]
    PayoutHeld,

    /// <summary>The whole payout was kept for the seller's debts, so nothing is sent. Not shown to buyers.</summary>
    [JsonStringEnumMemberName("settled")]
    Settled,

    /// <summary>A refund is under way.</summary>
    [JsonStringEnumMemberName("refunding")]
    Refunding,

    /// <summary>Everything has been refunded to the buyer.</summary>
    [JsonStringEnumMemberName("refunded")]
    Refunded,

    /// <summary>Withdrawn by the seller, or replaced by another request.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Declined by the buyer.</summary>
    [JsonStringEnumMemberName("declined")]
    Declined,

    /// <summary>Not paid in time.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>The payment is disputed at the provider.</summary>
    [JsonStringEnumMemberName("inDispute")]
    InDispute,

    /// <summary>The provider has decided the dispute, and an operator checks the amounts: neither side can do anything
    /// more.</summary>
    [JsonStringEnumMemberName("disputeDecided")]
    DisputeDecided,
}
