using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Messaging;

/// <summary>
/// How a consumer of a queue with sessions works: in order within each session. What it needs may be down: then the session
/// waits at its first message, and no later one overtakes it, however long (<see cref="RetryingConsumer"/> would put it behind
/// the others). After each attempt's time the session is closed with that message unsettled, which Service Bus does not count as a
/// delivery, and is taken up again. What cannot be processed is tried a few times and then becomes a dead letter with a reason, so that
/// its session goes on; so does what has not passed in a week. The trigger must not complete by itself.
/// </summary>
public sealed class OrderedConsumer(OutageBackoff patience, TimeProvider time, ILogger<OrderedConsumer> log)
{
    /// <summary>Deliveries after which what cannot pass is given up.</summary>
    public const int MaxTries = 10;

    /// <param name="message">Its body is read as stored JSON.</param>
    /// <param name="actions">Settle it.</param>
    /// <param name="session">Its session.</param>
    /// <param name="work">It must be idempotent.</param>
    /// <param name="cancellationToken">The host is stopping; the message comes again.</param>
    /// <exception cref="Exception">It did not work: the message is delivered again, before any later one of its session.</exception>
    public async Task RunAsync<T>(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, ServiceBusSessionMessageActions session,
        Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            var body = Queues.Read<T>(message);
            await patience.RunAsync(token => work(body, token), cancellationToken);
        }
        catch (Exception e) when (IsOutage(e, message) && !patience.IsStopping(cancellationToken))
        {
            log.LogWarning(
                e,
                "Session {SessionId} waits at message {MessageId}: what it needs is down.",
                message.SessionId,
                message.MessageId);
            await session.ReleaseSession(CancellationToken.None);
            return;
        }
        catch (Exception e) when (!IsOutage(e, message) && message.DeliveryCount >= MaxTries && !patience.IsStopping(cancellationToken))
        {
            // What the exception says is in the log alone: it may quote somebody's words.
            log.LogError(
                e,
                "Message {MessageId} could not be processed in {Deliveries} deliveries, and is a dead letter now.",
                message.MessageId,
                message.DeliveryCount);
            await actions.DeadLetterMessageAsync(
                message,
                deadLetterReason: Failures.ToProblem(e).Code,
                deadLetterErrorDescription: $"{e.GetType().Name} in each of {message.DeliveryCount} deliveries.",
                cancellationToken: cancellationToken);
            return;
        }
        catch
        {
            // The session is locked for its first message only as long as for all: the next delivery begins with a fresh lock.
            await session.ReleaseSession(CancellationToken.None);
            throw;
        }

        await actions.CompleteMessageAsync(message, cancellationToken);
    }

    private bool IsOutage(Exception e, ServiceBusReceivedMessage message) =>
        OutageBackoff.Passes(e) && time.GetUtcNow() - message.EnqueuedTime < RetryingConsumer.MaxOutage;
}
