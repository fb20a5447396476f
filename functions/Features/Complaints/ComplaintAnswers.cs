using System.Globalization;
using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Features.Complaints;

/// <summary>What the endpoints of complaints have in common.</summary>
internal static class ComplaintAnswers
{
    /// <exception cref="ProblemException">404: it is no number.</exception>
    public static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw Problems.NotFound("complaint");
}
