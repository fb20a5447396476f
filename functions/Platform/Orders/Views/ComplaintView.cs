using ChatPay.Functions.Sale.Complaints;

namespace ChatPay.Functions.Platform.Orders.Views;

/// <summary>A complaint as buyer and seller see it.</summary>
/// <param name="Number">Its number within the order.</param>
/// <param name="Status">See <see cref="ComplaintState"/>.</param>
/// <param name="Message">The buyer's message.</param>
/// <param name="At">UTC.</param>
/// <param name="DecisionMessage">The message with the decision.</param>
/// <param name="ClosedAt">UTC.</param>
/// <param name="Refund">The number of the refund that resolved it.</param>
public sealed record ComplaintView(
    int Number,
    ComplaintState Status,
    string Message,
    DateTimeOffset At,
    string? DecisionMessage,
    DateTimeOffset? ClosedAt,
    int? Refund)
{
    internal static ComplaintView Of(Complaint complaint) =>
        new(
            complaint.Number,
            complaint.State,
            complaint.Message,
            complaint.At,
            complaint.DecisionMessage,
            complaint.ClosedAt,
            complaint.Refund);
}
