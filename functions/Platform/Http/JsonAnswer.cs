using System.Text.Json;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>A response with a JSON body. It is serialised at once, so that a serialisation error occurs in the function and becomes
/// a problem, not a truncated response. It has no public members: the worker serialises a function's result and sends it to the
/// host as well.</summary>
internal sealed class JsonAnswer(int status, object body, string contentType = "application/json") : IResult
{
    private readonly byte[] _json = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ChatPayJson.Api);

    internal int Status => status;

    internal string ContentType => contentType + "; charset=utf-8";

    /// <summary>The body to send.</summary>
    internal ReadOnlyMemory<byte> Json => _json;

    /// <summary>Whether it is short-lived, such as a link to PayPal: a repeat of the request needs a new one.</summary>
    internal bool IsOfTheMoment { get; init; }

    internal string? ETag { get; set; }

    internal string? Location { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = _json.Length;
        // Responses differ by caller and must not be stored by shared caches.
        response.Headers.CacheControl = "private, no-cache";
        if (ETag is not null)
            response.Headers.ETag = ETag;
        if (Location is not null)
            response.Headers.Location = Location;
        return response.Body.WriteAsync(_json, httpContext.RequestAborted).AsTask();
    }
}
