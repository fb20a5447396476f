using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Reads a body in chunks, and tells the sender's faults from ours.</summary>
internal static class BodyChunks
{
    /// <summary>Reads the whole body.</summary>
    /// <param name="request">A request whose body has not been read.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="take">Called with each chunk before it is stored; an exception ends the reading.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ProblemException">413: it has more bytes than <paramref name="limit"/>. 400: it ended early, or is not
    /// valid HTTP.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAllAsync(
        HttpRequest request,
        int limit,
        Action<int> take,
        CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            throw Problems.TooLarge(limit);

        // Memory is allocated for what has arrived, not for what is announced.
        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        while (await ReadAsync(request, buffer, cancellationToken) is > 0 and var read)
        {
            if (body.Length + read > limit)
                throw Problems.TooLarge(limit);
            take(read);
            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static async ValueTask<int> ReadAsync(HttpRequest request, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await request.Body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is OverflowException or (IOException and not BadHttpRequestException))
        {
            // The server refuses most bad chunks by itself, but overflows on a chunk size of sixteen digits.
            throw Problems.Unreadable();
        }
    }
}
