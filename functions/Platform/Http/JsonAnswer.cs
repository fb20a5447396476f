using System.Text.Json;
using ChatPay.Functions.Sale;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>An answer with a JSON body. It is written out at once, so that what cannot be written fails in the function and
/// becomes a problem, not a torn response. Nothing of it is public: the worker serialises the result that a function returns and sends it
/// to the host once more.</summary>
internal sealed class JsonAnswer(int status, object body, string contentType = "application/json") : IResult
{
    private readonly byte[] _json = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ChatPayJson.Api);

    internal int Status => status;

    internal string ContentType => contentType + "; charset=utf-8";

    /// <summary>The body, as it will be sent.</summary>
    internal ReadOnlyMemory<byte> Json => _json;

    /// <summary>It holds something that soon is of no use, such as a link to PayPal: a repeat of the request needs it anew.</summary>
    internal bool IsOfTheMoment { get; init; }

    internal string? ETag { get; set; }

    internal string? Location { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = _json.Length;
        // Answers differ by caller and are no business of a cache in between.
        response.Headers.CacheControl = "private, no-cache";
        if (ETag is not null)
            response.Headers.ETag = ETag;
        if (Location is not null)
            response.Headers.Location = Location;
        return response.Body.WriteAsync(_json, httpContext.RequestAborted).AsTask();
    }
}
