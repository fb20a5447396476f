using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Reads the bodies of webhooks, byte for byte. They are large and come from anybody, so that all of them together may only take
/// so much memory at a time; who comes when it is taken is asked to come again, as Meta and PayPal do by themselves. The beginnings of
/// bodies have room of their own: an event of PayPal's has a few KiB, and large bodies that anybody sends do not keep it out.</summary>
/// <param name="inHandAtMost">Bytes of all bodies that are being read or checked, beyond their beginnings.</param>
/// <param name="beginningsAtMost">Bytes of all their beginnings.</param>
public sealed class WebhookBodies(
    int inHandAtMost = 7 * WebhookBodies.Largest, int beginningsAtMost = WebhookBodies.Largest)
{
    /// <summary>So many bytes are the beginning of a body; all of it, for PayPal's.</summary>
    internal const int Beginning = 64 * 1024;

    /// <summary>The most bytes one body may have.</summary>
    public const int Largest = 8 * 1024 * 1024;

    private long _inHand;
    private long _beginnings;

    /// <summary>Reads the body and hands it over; the memory counts as free when <paramref name="use"/> is done.</summary>
    /// <exception cref="ProblemException">413: too large. 503: too many at once; nothing was done.</exception>
    public async Task UseAsync(HttpRequest request, Func<ReadOnlyMemory<byte>, Task> use, CancellationToken cancellationToken)
    {
        var (taken, begun) = (0, 0);
        try
        {
            await use(await BodyChunks.ReadAllAsync(request, Largest, Take, cancellationToken));
        }
        finally
        {
            Interlocked.Add(ref _beginnings, -begun);
            Interlocked.Add(ref _inHand, -taken);
        }

        void Take(int read)
        {
            var first = Math.Min(read, Beginning - begun);
            begun += first;
            taken += read - first;
            var beginnings = Interlocked.Add(ref _beginnings, first);
            var inHand = Interlocked.Add(ref _inHand, read - first);
            if ((first > 0 && beginnings > beginningsAtMost) || (read > first && inHand > inHandAtMost))
                throw TooMany();
        }
    }

    private static ProblemException TooMany() =>
        new(503, "too-many-bodies", "Too many large bodies at once: send it again shortly. Nothing was done.") { RetryAfterSeconds = 5 };
}
