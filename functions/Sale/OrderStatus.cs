using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary>Where an order stands as a whole, for programs; <c>statusText</c> says it to people.</summary>
public enum OrderStatus
{
    /// <summary>The buyer can pay.</summary>
    [JsonStringEnumMemberName("awaitingPayment")]
    AwaitingPayment,

    /// <summary>The buyer has approved, and the provider has not said yes or no.</summary>
    [JsonStringEnumMemberName("paymentProcessing")]
    PaymentProcessing,

    /// <summary>The provider has refused the last attempt; the buyer can pay in another way.</summary>
    [JsonStringEnumMemberName("paymentFailed")]
    PaymentFailed,

    /// <summary>Paid, and nothing of it shipped.</summary>
    [JsonStringEnumMemberName("paid")]
    Paid,

    /// <summary>Some of the lines are marked as shipped.</summary>
    [JsonStringEnumMemberName("partlyShipped")]
    PartlyShipped,

    /// <summary>Every line that is not refunded is marked as shipped, or handed over.</summary>
    [JsonStringEnumMemberName("shipped")]
    Shipped,

    /// <summary>The buyer has confirmed all of it.</summary>
    [JsonStringEnumMemberName("delivered")]
    Delivered,

    /// <summary>The seller has the money. Buyers are not told: to them the order stays shipped or delivered.</summary>
    [JsonStringEnumMemberName("paidOut")]
    PaidOut,

    /// <summary>The payout was refused, waits at the provider, or came back. Not told to buyers.</summary>
    [JsonStringEnumMemberName("payoutHeld")]
    PayoutHeld,

    /// <summary>The whole payout was kept for what the seller owed, so that nothing is sent. Not told to buyers.</summary>
    [JsonStringEnumMemberName("settled")]
    Settled,

    /// <summary>A refund is under way.</summary>
    [JsonStringEnumMemberName("refunding")]
    Refunding,

    /// <summary>Everything has gone back to the buyer.</summary>
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

    /// <summary>The provider has decided the dispute, and an operator checks the amounts: neither side can do anything more about
    /// it.</summary>
    [JsonStringEnumMemberName("disputeDecided")]
    DisputeDecided,
}
