using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.ServiceBus;

/// <summary>Keeps the queues (who has which message) and the store (what is on disk) in step: always disk first.</summary>
internal sealed class BusDesk(
    BusStore store,
    LocalClock clock,
    ILogger logger,
    SequenceNumbers numbers,
    Func<BusQueue, BusQueue> deadLettersOf)
{
    public ILogger Logger => logger;

    public async Task CancelScheduledAsync(BusQueue queue, IReadOnlyList<long> sequences)
    {
        foreach (var message in await DeleteAsync(queue, queue.Take(sequences, MessagePlace.Scheduled), MessagePlace.Scheduled))
            queue.Forget(message);
    }

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        BusQueue queue,
        int maxMessages,
        TimeSpan maxWait,
        ServiceBusReceiveMode mode,
        SessionHold? hold,
        CancellationToken cancellationToken
    ) => await HandOutAsync(queue, await queue.ReceiveAsync(maxMessages, maxWait, hold, cancellationToken), mode);

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(
        BusQueue queue, IReadOnlyList<long> sequences, ServiceBusReceiveMode mode, SessionHold? hold)
    {
        var messages = queue.Take(sequences, MessagePlace.Deferred, hold);
        foreach (var message in messages)
            queue.Lock(message, hold);
        return await HandOutAsync(queue, messages, mode);
    }

    /// <summary>Returns what a receiver sees of messages locked for it; in ReceiveAndDelete mode they are deleted first.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> HandOutAsync(
        BusQueue queue, IReadOnlyList<QueuedMessage> messages, ServiceBusReceiveMode mode)
    {
        List<ServiceBusReceivedMessage> received = [.. messages.Select(Received)];
        if (mode == ServiceBusReceiveMode.ReceiveAndDelete)
            await Task.WhenAll(messages.Select(m => SettleAsync(queue, m.LockToken, new Settlement(Settlement.Outcome.Complete))));
        return received;
    }

    /// <summary>Reads messages from a sequence number on, without locking them.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(
        BusQueue queue,
        long fromSequenceNumber,
        int maxMessages,
        string? sessionId = null) => store.Peek(queue, fromSequenceNumber, maxMessages, sessionId);

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public async Task SettleAsync(BusQueue queue, Guid lockToken, Settlement settlement, SessionHold? hold = null)
    {
        var message = queue.TakeLocked(lockToken, hold);
        try
        {
            await WriteAsync(message, settlement);
        }
        catch
        {
            queue.Put(message, message.Deferred ? MessagePlace.Deferred : MessagePlace.Ready);
            throw;
        }

        switch (settlement.Result)
        {
            case Settlement.Outcome.Complete:
                queue.Forget(message);
                break;
            case Settlement.Outcome.Abandon:
                queue.Return(message);
                break;
            case Settlement.Outcome.Defer:
                message.Deferred = true;
                queue.Put(message, MessagePlace.Deferred);
                break;
            case Settlement.Outcome.DeadLetter:
                Bury(queue, message);
                break;
        }
    }

    public async Task DeadLetterAsync(BusQueue queue, QueuedMessage message, string reason, string description)
    {
        await store.SettleAsync(message.Sequence, Settlement.DeadLetter(null, reason, description));
        Bury(queue, message);
    }

    public async Task DropAsync(BusQueue queue, QueuedMessage message)
    {
        await store.DeleteAsync(message.Sequence);
        queue.Forget(message);
    }

    /// <summary>Releases a session; unsettled messages received from it do not count as delivered.</summary>
    public async Task CloseAsync(BusQueue queue, SessionHold hold) =>
        await Task.WhenAll(queue.Close(hold).Select(m => store.CountDeliveryAsync(m.Sequence, m.Deliveries)));

    /// <summary>Returns a message that never reached its receiver; it does not count as delivered.</summary>
    public async Task ReleaseAsync(BusQueue queue, Guid lockToken)
    {
        if (queue.Release(lockToken) is { } message)
            await store.CountDeliveryAsync(message.Sequence, message.Deliveries);
    }

    /// <summary>Moves dead letters back into their queue, as new messages.</summary>
    /// <exception cref="ServiceBusException">A number is not that of a dead letter, or the dead letter is being received.</exception>
    public async Task ResubmitAsync(BusQueue queue, IReadOnlyList<long> sequences)
    {
        var deadLetters = deadLettersOf(queue);
        var left = new Queue<QueuedMessage>(deadLetters.Take(sequences, MessagePlace.Ready));
        try
        {
            if (queue.RequiresSession && left.FirstOrDefault(d => d.SessionId is null) is { } homeless)
            {
                throw new ServiceBusException(
                    $"{queue.Path} requires sessions, and the dead letter {homeless.Sequence} has none: receive it, and send it again "
                        + "with a SessionId.",
                    ServiceBusFailureReason.GeneralError, queue.Path);
            }

            while (left.TryPeek(out var dead))
            {
                var active = new QueuedMessage(numbers.Next())
                {
                    SessionId = dead.SessionId,
                    Enqueued = clock.GetUtcNow(),
                    TimeToLive = queue.Options.DefaultMessageTimeToLive,
                };
                await store.ReviveAsync(dead.Sequence, active);
                deadLetters.Forget(left.Dequeue());
                queue.Put(active, MessagePlace.Ready);
            }
        }
        catch
        {
            foreach (var dead in left)
                deadLetters.Put(dead, MessagePlace.Ready);
            throw;
        }
    }

    private void Bury(BusQueue queue, QueuedMessage message)
    {
        queue.Forget(message);
        var dead = new QueuedMessage(message.Sequence)
        {
            EnqueuedSequence = message.EnqueuedSequence,
            SessionId = message.SessionId,
            Enqueued = message.Enqueued,
            Deliveries = message.Deliveries,
        };
        deadLettersOf(queue).Put(dead, MessagePlace.Ready);
    }

    private Task WriteAsync(QueuedMessage message, Settlement settlement) => settlement switch
    {
        { Result: Settlement.Outcome.Complete } => store.DeleteAsync(message.Sequence),
        { Result: Settlement.Outcome.Abandon, PropertiesToModify: null or { Count: 0 } } => Task.CompletedTask,
        _ => store.SettleAsync(message.Sequence, settlement),
    };

    private ServiceBusReceivedMessage Received(QueuedMessage message)
    {
        Count(message);
        return AmqpContent.Received(
            store.Content(message),
            message,
            message.Deferred ? ServiceBusMessageState.Deferred : ServiceBusMessageState.Active);
    }

    /// <summary>Counts a delivery on disk, without awaiting it: a message that kills the process must also reach its maximum of
    /// deliveries.</summary>
    private void Count(QueuedMessage message) =>
        store.CountDeliveryAsync(message.Sequence, message.Deliveries).ContinueWith(
            t => logger.LogError(t.Exception, "A delivery was not counted on disk."),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task<IReadOnlyList<QueuedMessage>> DeleteAsync(
        BusQueue queue,
        IReadOnlyList<QueuedMessage> messages,
        MessagePlace otherwise)
    {
        try
        {
            await store.DeleteAsync([.. messages.Select(m => m.Sequence)]);
            return messages;
        }
        catch
        {
            foreach (var message in messages)
                queue.Put(message, otherwise);
            throw;
        }
    }
}
