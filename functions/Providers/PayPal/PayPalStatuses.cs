namespace ChatPay.Functions.Providers.PayPal;

// PayPal's statuses stay strings: PayPal may add one at any time, which must be seen and ignored, not fail to parse.

/// <summary>Statuses of an order.</summary>
public static class PayPalOrderStatus
{
    public const string Created = "CREATED";
    public const string Saved = "SAVED";
    public const string Approved = "APPROVED";
    public const string Voided = "VOIDED";
    public const string Completed = "COMPLETED";
    public const string PayerActionRequired = "PAYER_ACTION_REQUIRED";
}

/// <summary>Statuses of a capture.</summary>
public static class PayPalCaptureStatus
{
    public const string Completed = "COMPLETED";
    public const string Declined = "DECLINED";
    public const string PartiallyRefunded = "PARTIALLY_REFUNDED";
    public const string Pending = "PENDING";
    public const string Refunded = "REFUNDED";
    public const string Failed = "FAILED";
}

/// <summary>Statuses of a refund.</summary>
public static class PayPalRefundStatus
{
    public const string Cancelled = "CANCELLED";
    public const string Failed = "FAILED";
    public const string Pending = "PENDING";
    public const string Completed = "COMPLETED";
}

/// <summary>Statuses of a payout batch; a successful batch does not mean that an item was paid.</summary>
public static class PayPalPayoutStatus
{
    public const string Denied = "DENIED";
    public const string Pending = "PENDING";
    public const string Processing = "PROCESSING";
    public const string Success = "SUCCESS";
    public const string Cancelled = "CANCELED";
}

/// <summary>Statuses of a payout item.</summary>
public static class PayPalPayoutItemStatus
{
    public const string Success = "SUCCESS";
    public const string Failed = "FAILED";
    public const string Pending = "PENDING";
    public const string Unclaimed = "UNCLAIMED";
    public const string Returned = "RETURNED";
    public const string OnHold = "ONHOLD";
    public const string Blocked = "BLOCKED";
    public const string Refunded = "REFUNDED";
    public const string Reversed = "REVERSED";
}
