using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Messaging;

/// <summary>How every other queue consumer works: it retries, and when a dependency stays down, it puts the message back for later
/// as a new one, whose deliveries count from zero. An outage of hours thus costs only time; dead letters are for what cannot be
/// processed, and for what has not succeeded within a week. An operator is alerted to them.</summary>
public sealed class RetryingConsumer(OutageBackoff patience, Queues queues, TimeProvider time, ILogger<RetryingConsumer> log)
{
    /// <summary>After this long it is no longer an outage but a fault that somebody has to look at.</summary>
    public static readonly TimeSpan MaxOutage = TimeSpan.FromDays(7);

    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(5);

    /// <param name="queue">The queue of the message.</param>
    /// <param name="message">The message; its body is stored JSON.</param>
    /// <param name="work">The work to do; it must be idempotent.</param>
    /// <param name="cancellationToken">The host is stopping; the message is delivered again.</param>
    /// <exception cref="Exception">A permanent failure; the message is delivered again, and becomes a dead letter.</exception>
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

    // As long as it has already waited: an outage of seconds costs seconds, and one of hours is retried every five minutes.
    internal static TimeSpan DelayAfter(TimeSpan waited) => TimeSpan.FromTicks(Math.Clamp(waited.Ticks, Soonest.Ticks, Latest.Ticks));

    private TimeSpan WaitedFor(ServiceBusReceivedMessage message) => time.GetUtcNow() - Queues.TakenUpAt(message);
}
