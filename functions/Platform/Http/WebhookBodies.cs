using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Reads the bodies of webhooks, byte for byte. They are large and come from anybody, so all of them together may only use
/// a limited amount of memory at a time; when it is used up, senders are asked to retry, as Meta and PayPal do by themselves. The
/// first parts of bodies have memory of their own: a PayPal event has a few KiB, and large bodies from anybody else do not keep it
/// out.</summary>
/// <param name="inHandAtMost">The most bytes of all bodies being read or checked, beyond their first parts.</param>
/// <param name="beginningsAtMost">The most bytes of all first parts.</param>
public sealed class WebhookBodies(
    int inHandAtMost = 7 * WebhookBodies.Largest, int beginningsAtMost = WebhookBodies.Largest)
{
    /// <summary>The size of a body's first part; PayPal's bodies fit into it.</summary>
    internal const int Beginning = 64 * 1024;

    /// <summary>The most bytes of one body.</summary>
    public const int Largest = 8 * 1024 * 1024;

    private long _inHand;
    private long _beginnings;

    /// <summary>Reads the body and passes it on; its memory is free again when <paramref name="use"/> is done.</summary>
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
