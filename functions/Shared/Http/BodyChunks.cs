using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Shared.Http;

/// <summary>Reads a body piece by piece, and tells the sender's faults from ours.</summary>
internal static class BodyChunks
{
    /// <returns>How many bytes have come; 0 at the end.</returns>
    /// <exception cref="ProblemException">400: the sender's chunks make no sense, or the body ended early.</exception>
    public static async ValueTask<int> ReadAsync(HttpRequest request, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await request.Body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is OverflowException or (IOException and not BadHttpRequestException))
        {
            // The server refuses most bad chunks by itself, but counts beyond its numbers on a size of sixteen digits.
            throw Problems.Malformed("request-malformed", "The request could not be read: it ended early or is no valid HTTP.");
        }
    }
}
