using System.Text;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>Between answers and what is kept of them.</summary>
internal static class StoredAnswers
{
    /// <summary>The header that tells a repeat's answer from a first one.</summary>
    public const string Replayed = "Idempotent-Replayed";

    /// <returns>Null when the function's result is nothing that is kept.</returns>
    public static StoredAnswer? Of(object? result, string requestHash) =>
        result switch
        {
            JsonAnswer { IsOfTheMoment: false } json => new StoredAnswer(
                requestHash,
                json.Status,
                Encoding.UTF8.GetString(json.Json.Span),
                json.ContentType,
                json.Location,
                json.ETag),
            ContentAnswer { ContentType: null } empty => new StoredAnswer(requestHash, empty.Status),
            _ => null,
        };

    /// <summary>Answers as the first time.</summary>
    public static async Task WriteAsync(HttpContext http, StoredAnswer known)
    {
        var response = http.Response;
        response.StatusCode = known.Status;
        response.Headers[Replayed] = "true";
        response.Headers.CacheControl = "private, no-cache";
        if (known.ETag is not null)
            response.Headers.ETag = known.ETag;
        if (known.Location is not null)
            response.Headers.Location = known.Location;
        if (known.ContentType is null)
            return;
        response.ContentType = known.ContentType;
        await response.WriteAsync(known.Body, http.RequestAborted);
    }
}
