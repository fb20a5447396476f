using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Reads the bodies of webhooks, byte for byte. They are large and come from anybody, so that all of them together may only take
/// so much memory at a time; who comes when it is taken is asked to come again, as Meta and PayPal do by themselves.</summary>
/// <param name="inHandAtMost">Bytes of all bodies that are being read or checked.</param>
public sealed class WebhookBodies(int inHandAtMost = 8 * WebhookBodies.Largest)
{
    /// <summary>The most bytes one body may have.</summary>
    public const int Largest = 8 * 1024 * 1024;

    private long _inHand;

    /// <summary>Reads the body and hands it over; the memory counts as free when <paramref name="use"/> is done.</summary>
    /// <exception cref="ProblemException">413: too large. 503: too many at once; nothing was done.</exception>
    public async Task UseAsync(HttpRequest request, Func<ReadOnlyMemory<byte>, Task> use, CancellationToken cancellationToken)
    {
        long taken = 0;
        try
        {
            await use(await BodyChunks.ReadAllAsync(request, Largest, Take, cancellationToken));
        }
        finally
        {
            Interlocked.Add(ref _inHand, -taken);
        }

        void Take(int read)
        {
            taken += read;
            if (Interlocked.Add(ref _inHand, read) > inHandAtMost)
                throw new ProblemException(
                    503,
                    "too-many-bodies",
                    "Too many large bodies at once: send it again shortly. Nothing was done.")
                {
                    RetryAfterSeconds = 5,
                };
        }
    }
}
