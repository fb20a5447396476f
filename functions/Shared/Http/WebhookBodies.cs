using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Shared.Http;

/// <summary>Reads the bodies of webhooks, byte for byte. They are large and come from anybody, so that all of them together may only take so much
/// memory at a time; who comes when it is taken is asked to come again, as Meta and PayPal do by themselves.</summary>
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
        if (request.ContentLength > Largest)
            throw TooLarge();

        long taken = 0;
        try
        {
            // Memory is taken for what has come, not for what is announced.
            using var body = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await BodyChunks.ReadAsync(request, buffer, cancellationToken) is > 0 and var read)
            {
                if (body.Length + read > Largest)
                    throw TooLarge();
                taken += read;
                if (Interlocked.Add(ref _inHand, read) > inHandAtMost)
                    throw new ProblemException(503, "too-many-bodies", "Too many large bodies at once: send it again shortly. Nothing was done.") { RetryAfterSeconds = 5 };
                body.Write(buffer, 0, read);
            }

            await use(body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        finally
        {
            Interlocked.Add(ref _inHand, -taken);
        }
    }

    private static ProblemException TooLarge() => new(413, "body-too-large", $"The body is larger than {Largest / (1024 * 1024)} MiB.");
}
