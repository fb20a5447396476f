using System.Text;
using ChatPay.Functions.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Idempotency;

/// <summary>Converts responses to what is stored of them, and back.</summary>
internal static class StoredAnswers
{
    /// <summary>The header that marks a replayed response.</summary>
    public const string Replayed = "Idempotent-Replayed";

    /// <returns>Null when the function's result is not stored.</returns>
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

    /// <summary>Writes the stored response.</summary>
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
