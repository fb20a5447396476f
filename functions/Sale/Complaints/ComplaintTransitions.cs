using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Complaints;

/// <summary>How a complaint begins and ends. At most one is open.</summary>
public static class ComplaintTransitions
{
    private const int MaxComplaints = 10;

    // As long as the payment can be disputed at the provider.
    private static readonly TimeSpan Limit = TimeSpan.FromDays(180);

    /// <summary>The buyer files a complaint.</summary>
    public static Decision File(Order order, string text, IdempotencyRecord asked, DateTimeOffset now)
    {
        if (order.Complaints.FirstOrDefault(c => c.Asked?.Key == asked.Key) is { } before)
            return before.Asked == asked
                ? Decision.Nothing
                : Decision.Invalid(
                    "idempotency-key-reused",
                    "This Idempotency-Key was used for another complaint: use a new one.",
                    "Idempotency-Key");
        if (order.Capture is not { Late: false } capture)
            return Decision.Refuse("not-paid", "Only about a paid order can be complained.");
        if (now > capture.At + Limit)
            return Decision.Refuse("complaint-too-late", $"A complaint was possible until {capture.At + Limit:yyyy-MM-dd}.");
        if (order.OpenComplaint is not null)
            return Decision.Refuse("complaint-open", "You have complained already: wait for the answer, or withdraw it.");
        if (order.Complaints.Count >= MaxComplaints)
            return Decision.Refuse("too-many-complaints", "There have been too many complaints about this order: ask the operator.");

        var complaint = new Complaint(order.Complaints.Count + 1, ComplaintState.Open, text, now) { Asked = asked };
        return new OrderChange(order.With(complaint))
        {
            Events = [new(OrderEventType.ComplaintOpened, Detail: text)],
            Starts = [new OrchestrationStart(OrderOrchestrations.Complaint, OrderOrchestrations.ComplaintId(order.Id, complaint.Number))],
        };
    }

    /// <summary>The buyer withdraws the complaint.</summary>
    public static Decision Withdraw(Order order, int n, DateTimeOffset now) =>
        Find(order, n) switch
        {
            null => NoSuchComplaint,
            { State: ComplaintState.Withdrawn } => Decision.Nothing,
            { State: ComplaintState.Open } open => Close(
                order,
                open with
                {
                    State = ComplaintState.Withdrawn,
                    ClosedAt = now,
                },
                OrderEventType.ComplaintWithdrawn),
            _ => Decided,
        };

    /// <summary>The seller or an operator rejects the complaint.</summary>
    public static Decision Reject(Order order, int n, string answer, DateTimeOffset now) =>
        Find(order, n) switch
        {
            null => NoSuchComplaint,
            { State: ComplaintState.Rejected } => Decision.Nothing,
            { State: ComplaintState.Open } open => Close(
                order,
                open with
                {
                    State = ComplaintState.Rejected,
                    DecisionMessage = answer,
                    ClosedAt = now,
                },
                OrderEventType.ComplaintRejected),
            _ => Decided,
        };

    /// <summary>The seller or an operator resolves the complaint, with a refund in the same step or without one.</summary>
    public static Decision Resolve(
        Order order,
        int n,
        string? answer,
        RefundReason by,
        RefundRequest? refund,
        IdempotencyRecord asked,
        DateTimeOffset now)
    {
        if (Find(order, n) is not { } complaint)
            return NoSuchComplaint;
        if (complaint.State == ComplaintState.Resolved)
            return Decision.Nothing;
        if (complaint.State != ComplaintState.Open)
            return Decided;

        var resolved = complaint with { State = ComplaintState.Resolved, DecisionMessage = answer, ClosedAt = now };
        if (refund is null)
            return Close(order, resolved, OrderEventType.ComplaintResolved);

        var given = RefundDecisions.Give(order, by, refund, asked, now);
        if (given.Change is not { } change)
            return given;
        var closed = Close(change.Order, resolved with { Refund = change.Order.Refunds[^1].Number }, OrderEventType.ComplaintResolved);
        return change with { Order = closed.Order, Events = [.. closed.Events, .. change.Events] };
    }

    /// <summary>Nobody has answered for three days: the seller is reminded.</summary>
    public static Decision Remind(Order order, int n) =>
        Find(order, n) is { State: ComplaintState.Open, Reminded: false } open
            ? new OrderChange(order.With(open with { Reminded = true }))
            {
                Events = [new(OrderEventType.ComplaintUnanswered, Detail: open.Message)],
            }
            : Decision.Nothing;

    private static Decision NoSuchComplaint => Decision.NotFound("complaint");

    private static Decision Decided => Decision.Refuse("complaint-closed", "The complaint has been closed already.");

    private static OrderChange Close(Order order, Complaint closed, OrderEventType happened) =>
        new(order.With(closed)) { Events = [new(happened, Detail: closed.DecisionMessage)] };

    private static Complaint? Find(Order order, int n) => order.Complaints.FirstOrDefault(c => c.Number == n);
}
