using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Messaging;

/// <summary>How a consumer of a queue with sessions works: in order within each session. When a dependency is down, the session
/// waits at its first message, and no later one overtakes it, however long that takes (<see cref="RetryingConsumer"/> would put it
/// behind the others). After each attempt the session is released with that message unsettled, which Service Bus does not count as
/// a delivery, and is accepted again. A message that cannot be processed is tried a few times and then dead-lettered with a reason,
/// so that its session continues; so is one that has not succeeded within a week. The trigger must not auto-complete.</summary>
public sealed class OrderedConsumer(OutageBackoff patience, TimeProvider time, ILogger<OrderedConsumer> log)
{
    /// <summary>Deliveries after which a message that cannot be processed is given up.</summary>
    public const int MaxTries = 10;

    /// <param name="message">The message; its body is stored JSON.</param>
    /// <param name="actions">The actions that settle it.</param>
    /// <param name="session">The actions of its session.</param>
    /// <param name="work">The work to do; it must be idempotent.</param>
    /// <param name="cancellationToken">The host is stopping; the message is delivered again.</param>
    /// <exception cref="Exception">It failed: the message is delivered again, before any later one of its session.</exception>
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
            // The exception's message is only in the log: it may quote user text.
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
            // The session lock covers its first message only as long as all: the next delivery begins with a fresh lock.
            await session.ReleaseSession(CancellationToken.None);
            throw;
        }

        await actions.CompleteMessageAsync(message, cancellationToken);
    }

    private bool IsOutage(Exception e, ServiceBusReceivedMessage message) =>
        OutageBackoff.Passes(e) && time.GetUtcNow() - message.EnqueuedTime < RetryingConsumer.MaxOutage;
}
