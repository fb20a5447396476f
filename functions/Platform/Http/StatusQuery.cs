using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>The query parameter <c>status</c> of a list.</summary>
internal static class StatusQuery
{
    /// <summary>The requested status; null for all.</summary>
    /// <exception cref="ProblemException">400: not a status of this list.</exception>
    public static T? Of<T>(HttpRequest http)
        where T : struct, Enum => http.Query["status"] switch
        {
            { Count: 0 } => null,
            [{ } name] when EnumNames.Find<T>(name) is { } status => status,
            _ => throw Problems.Malformed("status-invalid", $"'status' is one of {string.Join(", ", EnumNames.All<T>())}.", "status"),
        };
}
