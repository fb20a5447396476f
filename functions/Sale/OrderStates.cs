using System.Text.Json.Serialization;

namespace ChatPay.Functions.Sale;

/// <summary>The state of the payment request. Declined, cancelled and expired follow only from sent.</summary>
public enum RequestState { Sent, Accepted, Declined, Cancelled, Expired }

/// <summary>The state of a checkout. Unknown: the provider was called and did not answer; read its state.</summary>
public enum CheckoutState { Created, Approved, Capturing, CapturePending, Captured, Failed, Voided, Unknown }

/// <summary>The state of a refund. Requested: the buyer has asked and nobody has decided. Answered: the buyer has been given
/// otherwise what was asked for. Unknown: the provider was called and did not answer. Serialised by name: histories outlive the
/// insertion of a state.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefundState>))]
public enum RefundState { Requested, Approved, Submitting, Pending, Completed, Denied, Failed, Unknown, Answered }

/// <summary>Why money is refunded.</summary>
public enum RefundReason
{
    /// <summary>Not marked as shipped in time.</summary>
    Unshipped,

    /// <summary>The capture landed after the request was cancelled, declined or had expired.</summary>
    LateCapture,

    /// <summary>The seller refunds.</summary>
    Seller,

    /// <summary>An operator refunds.</summary>
    Operator,

    /// <summary>The buyer has asked for the refund.</summary>
    Buyer,

    /// <summary>It was made directly at the provider, in its dashboard.</summary>
    Adopted,
}

/// <summary>The state of a payout generation. None exists before the hold has ended. Replaced: it was not paid, and the next
/// generation is.</summary>
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
public enum PayoutBlock
{
    CapturePending,
    RefundInFlight,

    /// <summary>A refund was refused or ended, and the buyer has not been given the money otherwise.</summary>
    RefundOwed,
    ComplaintOpen,
    CaseOpen,
    SellerRestricted,
    TrackingReview,
    Manual,
    GlobalPause,
}
