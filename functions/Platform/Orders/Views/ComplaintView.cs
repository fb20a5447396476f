using ChatPay.Functions.Sale.Complaints;

namespace ChatPay.Functions.Platform.Orders.Views;

/// <summary>A complaint as buyer and seller see it.</summary>
/// <param name="N">Its number.</param>
/// <param name="Status">See <see cref="ComplaintState"/>.</param>
/// <param name="Text">The buyer's words.</param>
/// <param name="At">UTC.</param>
/// <param name="Answer">The answer.</param>
/// <param name="ClosedAt">UTC.</param>
/// <param name="Refund">The number of the refund that it was resolved with.</param>
public sealed record ComplaintView(
    int N,
    ComplaintState Status,
    string Text,
    DateTimeOffset At,
    string? Answer,
    DateTimeOffset? ClosedAt,
    int? Refund)
{
    internal static ComplaintView Of(Complaint complaint) =>
        new(complaint.N, complaint.State, complaint.Text, complaint.At, complaint.Answer, complaint.ClosedAt, complaint.Refund);
}
