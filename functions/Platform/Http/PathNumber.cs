using System.Globalization;
using ChatPay.Functions.Platform.Errors;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A number in a path, such as that of a refund among those of its order.</summary>
internal static class PathNumber
{
    /// <exception cref="ProblemException">404: it is no number, so there is no such thing.</exception>
    public static int Of(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Problems.NotFound(what);
}
