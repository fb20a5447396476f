namespace ChatPay.Functions.Sale;

/// <summary>The orchestrations that an order's transitions start, by the names of their functions, and the ids of their
/// instances.</summary>
public static class OrderOrchestrations
{
    /// <summary>The whole order. Its instance id is the order's id.</summary>
    public const string Order = "OrderLifecycle";

    /// <summary>A refund until the provider's definite answer. Its instance id is the refund's key.</summary>
    public const string Refund = "RefundLifecycle";

    /// <summary>A buyer's request for a refund that waits for an answer.</summary>
    public const string RefundRequest = "RefundRequestReminder";

    /// <summary>A complaint that waits for an answer.</summary>
    public const string Complaint = "ComplaintReminder";

    /// <summary>A dispute until the provider has decided it. Its function keeps the name by which those under way were started.</summary>
    public const string Dispute = "CaseLifecycle";

    /// <summary>A reserve until its end.</summary>
    public const string Reserve = "ReserveLifecycle";

    /// <summary>A payout that the provider withholds. Its instance id is the payout's key.</summary>
    public const string PayoutFollowUp = "PayoutFollowUp";

    /// <summary>What the provider is to be told about a shipment.</summary>
    public const string Tracking = "TrackingReport";

    /// <summary>How long a request for a refund and a complaint wait for their answers before somebody is reminded.</summary>
    internal static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(3);

    /// <summary>The days after which something is done about a withheld payout: three reminders to claim it, then its cancellation, five
    /// days before it comes back by itself.</summary>
    internal static readonly int[] PayoutFollowUpDays = [1, 7, 14, 25];

    /// <summary><c>{orderId}-refundrequest-{n}</c></summary>
    public static string RefundRequestId(string orderId, int n) => DerivedKey.Of(orderId, "refundrequest", n);

    /// <summary>The order and the number of the refund in such an id; null when it is none of ours.</summary>
    public static (string OrderId, int Number)? ParseRefundRequestId(string? id) => DerivedKey.Parse(id, "refundrequest");

    /// <summary><c>{orderId}-complaint-{n}</c></summary>
    public static string ComplaintId(string orderId, int n) => DerivedKey.Of(orderId, "complaint", n);

    /// <summary>The order and the number of the complaint in such an id; null when it is none of ours.</summary>
    public static (string OrderId, int Number)? ParseComplaintId(string? id) => DerivedKey.Parse(id, "complaint");

    /// <summary><c>{orderId}-tracking-{n}</c>, one for each change of what is to be told.</summary>
    public static string TrackingId(string orderId, int n) => DerivedKey.Of(orderId, "tracking", n);
}
