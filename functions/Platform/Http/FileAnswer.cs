using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ChatPay.Functions.Platform.Http;

/// <summary>200 with a file: compressed for clients that accept it, as all browsers do.</summary>
internal sealed class FileAnswer(CompressedFile file, HttpRequest request) : IResult
{
    /// <summary>A file's URL changes with its content, so clients never need to revalidate.</summary>
    internal const string CacheControl = "public, max-age=31536000, immutable";

    private readonly (string Coding, ReadOnlyMemory<byte> Content)? _compressed = CompressedFor(request, file);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = file.ContentType;
        response.Headers.ETag = $"W/{file.Tag}";
        response.Headers.CacheControl = CacheControl;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (_compressed is var (coding, compressed))
        {
            response.Headers.ContentEncoding = coding;
            response.ContentLength = compressed.Length;
            await response.Body.WriteAsync(compressed, httpContext.RequestAborted);
            return;
        }

        await using var content = file.Open();
        await content.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    private static (string, ReadOnlyMemory<byte>)? CompressedFor(HttpRequest request, CompressedFile file)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted))
            return null;
        if (file.Brotli is { } brotli && Takes("br"))
            return ("br", brotli);
        return Takes("gzip") || Takes("*") ? ("gzip", file.Compressed) : null;

        bool Takes(string coding) => accepted.Any(a => a.Value.Value == coding && a.Quality is not 0);
    }
}
