using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Orchestrations.Watchdog;

/// <summary>The orchestrations that an order has or had, derived from the order: instances are purged some time after they
/// end.</summary>
internal static class OrchestrationsOf
{
    /// <summary>The order's own first, the rest by what they are about.</summary>
    public static IEnumerable<(string Name, string InstanceId)> All(Order order) =>
    [
        (OrderOrchestrations.Order, order.Id),
        .. order.Refunds.Where(refund => refund.RequestedAt is not null)
            .Select(refund => (OrderOrchestrations.RefundRequest, OrderOrchestrations.RefundRequestId(order.Id, refund.Number))),
        .. order.Refunds.Select(refund => (OrderOrchestrations.Refund, Refund.Key(order.Id, refund.Number))),
        .. order.Complaints.Select(c => (OrderOrchestrations.Complaint, OrderOrchestrations.ComplaintId(order.Id, c.Number))),
        .. order.Disputes.Select(dispute => (OrderOrchestrations.Dispute, Dispute.InstanceId(order.Id, dispute))),
        .. order.Reserve is { } reserve
            ? [(OrderOrchestrations.Reserve, reserve.Key(order.Id))]
            : Array.Empty<(string, string)>(),
        .. order.CurrentPayout is { WithheldAt: not null } payout
            ? [(OrderOrchestrations.PayoutFollowUp, Payout.Key(order.Id, payout.Generation))]
            : Array.Empty<(string, string)>(),
        .. order.TrackingReports > 0
            ? [(OrderOrchestrations.Tracking, OrderOrchestrations.TrackingId(order.Id, order.TrackingReports))]
            : Array.Empty<(string, string)>(),
    ];
}
