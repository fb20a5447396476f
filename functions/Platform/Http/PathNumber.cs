using System.Globalization;
using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A number in a path, such as the number of a refund within its order.</summary>
internal static class PathNumber
{
    /// <exception cref="ProblemException">404: it is not a number, so there is no such thing.</exception>
    public static int Of(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Problems.NotFound(what);
}
