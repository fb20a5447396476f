namespace ChatPay.Functions.Sale;

/// <summary>The orchestrations that an order's transitions start: function names and instance ids.</summary>
public static class OrderOrchestrations
{
    /// <summary>The whole order. Its instance id is the order's id.</summary>
    public const string Order = "OrderLifecycle";

    /// <summary>A refund until the provider's definite answer. Its instance id is the refund's key.</summary>
    public const string Refund = "RefundLifecycle";

    /// <summary>A buyer's refund request that waits for a decision.</summary>
    public const string RefundRequest = "RefundRequestReminder";

    /// <summary>A complaint that waits for a decision.</summary>
    public const string Complaint = "ComplaintReminder";

    /// <summary>A dispute until the provider has decided it. The function keeps the name under which running instances were
    /// started.</summary>
    public const string Dispute = "CaseLifecycle";

    /// <summary>A reserve until its end.</summary>
    public const string Reserve = "ReserveLifecycle";

    /// <summary>A payout that the provider withholds. Its instance id is the payout's key.</summary>
    public const string PayoutFollowUp = "PayoutFollowUp";

    /// <summary>A report of a shipment's tracking to the provider.</summary>
    public const string Tracking = "TrackingReport";

    /// <summary>How long a refund request or a complaint waits before somebody is reminded.</summary>
    internal static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(3);

    /// <summary>The days on which something is done about a withheld payout: three reminders to claim it, then its cancellation,
    /// five days before the provider returns it.</summary>
    internal static readonly int[] PayoutFollowUpDays = [1, 7, 14, 25];

    /// <summary><c>{orderId}-refundrequest-{n}</c></summary>
    public static string RefundRequestId(string orderId, int n) => DerivedKey.Of(orderId, "refundrequest", n);

    /// <summary>The order and refund number in such an id; null when it is not one of ours.</summary>
    public static (string OrderId, int Number)? ParseRefundRequestId(string? id) => DerivedKey.Parse(id, "refundrequest");

    /// <summary><c>{orderId}-complaint-{n}</c></summary>
    public static string ComplaintId(string orderId, int n) => DerivedKey.Of(orderId, "complaint", n);

    /// <summary>The order and complaint number in such an id; null when it is not one of ours.</summary>
    public static (string OrderId, int Number)? ParseComplaintId(string? id) => DerivedKey.Parse(id, "complaint");

    /// <summary><c>{orderId}-tracking-{n}</c>, one for each change to report.</summary>
    public static string TrackingId(string orderId, int n) => DerivedKey.Of(orderId, "tracking", n);
}
