using System.Globalization;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Shared.Http;

namespace ChatPay.Functions.Complaints;

/// <summary>What the endpoints of complaints have in common.</summary>
internal static class ComplaintAnswers
{
    /// <exception cref="ProblemException">404: it is no number.</exception>
    public static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw Problems.NotFound("complaint");

    /// <exception cref="ProblemException">404, 409, 422: it was refused.</exception>
    public static void Check(Decided decided)
    {
        if (decided.Refusal is { Code: "no-such-complaint" })
            throw Problems.NotFound("complaint");
        RefundAnswers.Check(decided);
    }
}

/// <summary>A complaint as buyer and seller see it.</summary>
/// <param name="N">Its number.</param>
/// <param name="State">See <see cref="ComplaintState"/>.</param>
/// <param name="Text">The buyer's words.</param>
/// <param name="At">UTC.</param>
/// <param name="Answer">The answer.</param>
/// <param name="ClosedAt">UTC.</param>
/// <param name="Refund">The number of the refund that it was resolved with.</param>
public sealed record ComplaintView(int N, ComplaintState State, string Text, DateTimeOffset At, string? Answer, DateTimeOffset? ClosedAt, int? Refund)
{
    internal static ComplaintView Of(Complaint complaint) =>
        new(complaint.N, complaint.State, complaint.Text, complaint.At, complaint.Answer, complaint.ClosedAt, complaint.Refund);
}
