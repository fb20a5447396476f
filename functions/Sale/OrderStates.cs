using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary>The payment request. Declined, cancelled and expired come from sent alone.</summary>
public enum RequestState { Sent, Accepted, Declined, Cancelled, Expired }

/// <summary>One attempt to pay. Unknown: the provider was asked and the answer did not come; read its state.</summary>
public enum CheckoutState { Created, Approved, Capturing, CapturePending, Captured, Failed, Voided, Unknown }

/// <summary>A refund. Requested: the buyer asks for it and nobody has decided. Unknown as above. Written by name: histories outlive a
/// new state in between.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefundState>))]
public enum RefundState { Requested, Approved, Submitting, Pending, Completed, Denied, Failed, Unknown }

/// <summary>Why money goes back.</summary>
public enum RefundReason
{
    /// <summary>Not marked as shipped in time.</summary>
    Unshipped,

    /// <summary>The capture landed after the request had been cancelled, declined or had expired.</summary>
    LateCapture,

    /// <summary>The seller gives it back.</summary>
    Seller,

    /// <summary>An operator gives it back.</summary>
    Operator,

    /// <summary>The buyer has asked for it.</summary>
    Buyer,

    /// <summary>It was made at the provider, past this app: in its dashboard.</summary>
    Adopted,
}

/// <summary>A payout generation. There is none before the hold has ended. Replaced: it was not paid, and the next generation is.</summary>
public enum PayoutState
{
    Released,
    Submitting,
    Processing,
    Paid,
    Withheld,
    Returned,
    FailedRetryable,
    FailedPermanent,
    Unknown,
    NothingDue,
    Replaced,
}

/// <summary>How the goods reach the buyer; pickup and service need no address, and "shipped" means handed over.</summary>
public enum FulfilmentKind { Ship, Pickup, Service }

/// <summary>What holds a payout back.</summary>
public enum PayoutBlock { CapturePending, RefundInFlight, ComplaintOpen, CaseOpen, SellerRestricted, TrackingReview, Manual, GlobalPause }
