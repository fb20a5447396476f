using ChatPay.Functions.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Functions.Platform.Http;

/// <summary>Reads the bodies of one sender's webhooks, byte for byte. They are large and come from anybody, so all of them together may
/// only use a limited amount of memory at a time; when it is used up, senders are asked to retry, as Meta and PayPal do by themselves.
/// The first parts of bodies have memory of their own: a PayPal event has a few KiB, and large bodies from anybody else do not keep it
/// out. Nor do many that are sent slowly: each has a deadline, and when either memory is used up, the body that has been read for
/// longest makes room.</summary>
/// <param name="time">The clock of the deadlines.</param>
/// <param name="inHandAtMost">The most bytes of all bodies being read or checked, beyond their first parts.</param>
/// <param name="beginningsAtMost">The most bytes of all first parts.</param>
public sealed class WebhookBodies(
    TimeProvider time, int inHandAtMost = 4 * WebhookBodies.Largest, int beginningsAtMost = WebhookBodies.Largest / 2)
{
    /// <summary>The key of the service that reads PayPal's.</summary>
    public const string OfPayPal = "paypal";

    /// <summary>The key of the service that reads Meta's.</summary>
    public const string OfMeta = "meta";

    /// <summary>The size of a body's first part; PayPal's bodies fit into it.</summary>
    internal const int Beginning = 64 * 1024;

    /// <summary>The most bytes of one body.</summary>
    public const int Largest = 8 * 1024 * 1024;

    // A sender's own machines take milliseconds.
    private static readonly TimeSpan BeginsWithin = Body.ArrivesWithin;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();

    // Those still being read, the oldest first.
    private readonly LinkedList<Reading> _readings = [];
    private long _inHand;
    private long _beginnings;

    /// <summary>Reads the body and passes it on; its memory is free again when <paramref name="use"/> is done.</summary>
    /// <exception cref="ProblemException">408: its first part took longer than 10 seconds, or the whole longer than 30. 413: too large.
    /// 503: too many at once. Nothing was done.</exception>
    public async Task UseAsync(HttpRequest request, Func<ReadOnlyMemory<byte>, Task> use, CancellationToken cancellationToken)
    {
        using var reading = new Reading(time);
        try
        {
            await use(await ReadAsync(request, reading, cancellationToken));
        }
        finally
        {
            lock (_gate)
                Forget(reading);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, Reading reading, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(reading.Over, cancellationToken);
        lock (_gate)
            _readings.AddLast(reading);
        try
        {
            var body = await BodyChunks.ReadAllAsync(request, Largest, read => Take(reading, read), over.Token);
            lock (_gate)
            {
                _readings.Remove(reading);
                // After its last byte: it is not counted any more, and so not used.
                if (reading.MadeRoom)
                    throw TooMany();
            }

            return body;
        }
        catch (OperationCanceledException) when (reading.Over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw reading.MadeRoom ? TooMany() : Problems.TooSlow();
        }
        finally
        {
            lock (_gate)
                _readings.Remove(reading);
        }
    }

    private void Take(Reading reading, int read)
    {
        lock (_gate)
        {
            if (reading.MadeRoom)
                throw TooMany();
            var first = Math.Min(read, Beginning - reading.Begun);
            reading.Begun += first;
            reading.Taken += read - first;
            _beginnings += first;
            _inHand += read - first;
            while (first > 0 && _beginnings > beginningsAtMost && OldestBefore(reading, r => r.Begun > 0) is { } oldest)
                MakeRoom(oldest);
            while (read > first && _inHand > inHandAtMost && OldestBefore(reading, r => r.Taken > 0) is { } oldest)
                MakeRoom(oldest);
            if ((first > 0 && _beginnings > beginningsAtMost) || (read > first && _inHand > inHandAtMost))
                throw TooMany();
            if (first > 0 && reading.Begun == Beginning)
                reading.EndWithin(EndsWithin);
        }
    }

    private Reading? OldestBefore(Reading reading, Func<Reading, bool> takesRoom) =>
        _readings.FirstOrDefault(takesRoom) is { } oldest && oldest != reading ? oldest : null;

    // Its sender is told to retry.
    private void MakeRoom(Reading oldest)
    {
        Forget(oldest);
        _readings.Remove(oldest);
        oldest.MakeRoom();
    }

    private void Forget(Reading reading)
    {
        _beginnings -= reading.Begun;
        _inHand -= reading.Taken;
        (reading.Begun, reading.Taken) = (0, 0);
    }

    private static ProblemException TooMany() =>
        new(503, "too-many-bodies", "Too many large bodies at once: send it again shortly. Nothing was done.") { RetryAfterSeconds = 5 };

    private sealed class Reading(TimeProvider time) : IDisposable
    {
        private readonly CancellationTokenSource _over = new(BeginsWithin, time);
        private readonly long _since = time.GetTimestamp();

        /// <summary>Bytes of the first part.</summary>
        public int Begun { get; set; }

        /// <summary>Bytes beyond it.</summary>
        public int Taken { get; set; }

        /// <summary>Whether it was ended for another.</summary>
        public bool MadeRoom { get; private set; }

        public CancellationToken Over => _over.Token;

        public void EndWithin(TimeSpan limit)
        {
            var left = limit - time.GetElapsedTime(_since);
            _over.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        public void MakeRoom()
        {
            MadeRoom = true;
            _over.CancelAfter(TimeSpan.Zero);
        }

        public void Dispose() => _over.Dispose();
    }
}
