using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ChatPay.Functions.Platform.Http;

/// <summary>200 with a file: compressed for who takes that, which all browsers do.</summary>
internal sealed class FileAnswer(CompressedFile file, HttpRequest request) : IResult
{
    /// <summary>The address of a file changes with its content, so nobody has to ask again.</summary>
    internal const string CacheControl = "public, max-age=31536000, immutable";

    private readonly bool _compressed = TakesGzip(request);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = file.ContentType;
        response.Headers.ETag = $"W/{file.Tag}";
        response.Headers.CacheControl = CacheControl;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (_compressed)
        {
            response.Headers.ContentEncoding = "gzip";
            response.ContentLength = file.Compressed.Length;
            await response.Body.WriteAsync(file.Compressed, httpContext.RequestAborted);
            return;
        }

        await using var content = file.Open();
        await content.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    private static bool TakesGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)
        && accepted.Any(a => a.Value.Value is "gzip" or "*" && a.Quality is not 0);
}
