using System.Text;
using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Reads a page's form of a few fields. The framework's own reader has no size limit when no length is announced, and
/// throws exceptions that are not refusals for odd forms.</summary>
internal static class SmallForm
{
    /// <param name="request">A request with a body of <c>application/x-www-form-urlencoded</c>, or none.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The last value of each field, by case-insensitive name.</returns>
    /// <exception cref="ProblemException">408: too slow; 413: too large; 415: another content type; 400: not a form.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        HttpRequest request,
        int limit,
        CancellationToken cancellationToken)
    {
        var body = await Body.ReadBytesAsync(request, limit, cancellationToken);
        if (body.IsEmpty)
            return new Dictionary<string, string>();
        if (request.ContentType is not { } type
            || !type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(
                415,
                "content-type-unsupported",
                "Send the form as 'Content-Type: application/x-www-form-urlencoded'.",
                "Content-Type");
        return Parse(Encoding.UTF8.GetString(body.Span))
            .ToDictionary(field => field.Key, field => field.Value[^1] ?? "", StringComparer.OrdinalIgnoreCase);
    }

    private static Dictionary<string, StringValues> Parse(string text)
    {
        try
        {
            using var reader = new FormReader(text) { ValueCountLimit = 32 };
            return reader.ReadForm();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw Problems.Malformed("form-invalid", "The form could not be read: send at most 32 fields, each as name=value.");
        }
    }
}
