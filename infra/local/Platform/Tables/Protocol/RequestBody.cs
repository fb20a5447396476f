using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Tables.Protocol;

/// <summary>Reads request bodies of at most 4 MiB.</summary>
internal static class RequestBody
{
    private const int Largest = 4 * 1024 * 1024;

    /// <summary>Checks a body that is already in memory.</summary>
    /// <exception cref="TableFault">The body is too large.</exception>
    public static ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> body) => body.Length > Largest ? throw TableFault.BodyTooLarge() : body;

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > Largest)
            throw TableFault.BodyTooLarge();
        if (request.ContentLength is { } length)
        {
            var whole = new byte[length];
            await request.Body.ReadExactlyAsync(whole, request.HttpContext.RequestAborted);
            return whole;
        }

        if (request.Headers.TransferEncoding.Count == 0)
            return default;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > Largest)
                throw TableFault.BodyTooLarge();
        }

        return body.ToArray();
    }
}
