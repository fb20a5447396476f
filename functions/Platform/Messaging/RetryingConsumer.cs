using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Messaging;

/// <summary>How every queue consumer works: patiently, and when what it needs stays down, it puts the message back for later, as a new
/// one, of which no delivery has been counted. An outage of hours so costs time; the dead letters are for what cannot be processed, and for
/// what has not passed in a week. An operator is told of them.</summary>
public sealed class RetryingConsumer(OutageBackoff patience, Queues queues, TimeProvider time, ILogger<RetryingConsumer> log)
{
    /// <summary>After this long an outage is none: it is a fault that somebody has to look at.</summary>
    public static readonly TimeSpan MaxOutage = TimeSpan.FromDays(7);

    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(5);

    /// <param name="queue">Where the message came from.</param>
    /// <param name="message">Its body is read as stored JSON.</param>
    /// <param name="work">It must be idempotent.</param>
    /// <param name="cancellationToken">The host is stopping; the message comes again.</param>
    /// <exception cref="Exception">What cannot pass; the message is delivered again, and ends in the dead letters.</exception>
    public async Task RunAsync<T>(
        string queue, ServiceBusReceivedMessage message, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var body = Queues.Read<T>(message);
        try
        {
            await patience.RunAsync(token => work(body, token), cancellationToken);
        }
        catch (Exception e) when (OutageBackoff.Passes(e) && !patience.IsStopping(cancellationToken) && WaitedFor(message) < MaxOutage)
        {
            var later = DelayAfter(WaitedFor(message));
            await queues.PutBackAsync(queue, message, later, cancellationToken);
            log.LogWarning(e, "A message of {Queue} is put back for {Seconds} seconds: what it needs is down.", queue, later.TotalSeconds);
        }
    }

    // As long as it has waited already: an outage of seconds costs seconds, and one of hours is asked about every five minutes.
    internal static TimeSpan DelayAfter(TimeSpan waited) => TimeSpan.FromTicks(Math.Clamp(waited.Ticks, Soonest.Ticks, Latest.Ticks));

    private TimeSpan WaitedFor(ServiceBusReceivedMessage message) => time.GetUtcNow() - Queues.TakenUpAt(message);
}
