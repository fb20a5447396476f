using System.Globalization;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Orders;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>What the endpoints of complaints have in common.</summary>
internal static class ComplaintAnswers
{
    /// <exception cref="ProblemException">404: it is no number.</exception>
    public static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw Problems.NotFound("complaint");

    /// <exception cref="ProblemException">404, 409, 422: it was refused.</exception>
    public static void Check(TransitionResult decided)
    {
        if (decided.Refusal is { Code: "no-such-complaint" })
            throw Problems.NotFound("complaint");
        RefundAnswers.Check(decided);
    }
}
