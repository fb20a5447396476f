using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.ServiceBus;

/// <summary>Where queues (who has which message) and the store (what is on disk) are kept in step: disk first, always.</summary>
internal sealed class BusDesk(BusStore store, LocalClock clock, ILogger logger, TimeSpan maxAutoLockRenewal)
{
    private long _lastSequence = store.LastSequence();

    public ILogger Logger => logger;

    public TimeSpan MaxAutoLockRenewal => maxAutoLockRenewal;

    /// <summary>The dead letters of each queue.</summary>
    public Func<BusQueue, BusQueue> DeadLettersOf { get; set; } = q => q;

    /// <summary>Completes when the messages are on disk; what waits for them has them then.</summary>
    public async Task<IReadOnlyList<long>> SendAsync(BusQueue queue, IReadOnlyList<(ServiceBusMessage Message, byte[] Content)> messages)
    {
        var now = clock.GetUtcNow();
        var outgoing = messages.Select(m => OutgoingMessage.From(m.Message, m.Content, NextSequence(), queue.Options, now)).ToList();
        var stored = await store.SendAsync(queue, outgoing, now);
        foreach (var (message, isStored) in outgoing.Zip(stored))
        {
            if (isStored)
                queue.Put(message.Queued, message.IsScheduled ? MessagePlace.Scheduled : MessagePlace.Ready);
        }

        return outgoing.ConvertAll(m => m.Queued.Sequence);
    }

    public async Task CancelScheduledAsync(BusQueue queue, IReadOnlyList<long> sequences)
    {
        foreach (var message in await DeleteAsync(queue, queue.Take(sequences, MessagePlace.Scheduled), MessagePlace.Scheduled))
            queue.Forget(message);
    }

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        BusQueue queue, int maxMessages, TimeSpan maxWait, ServiceBusReceiveMode mode, CancellationToken cancellationToken) =>
        await HandOutAsync(queue, await queue.ReceiveAsync(maxMessages, maxWait, cancellationToken), mode);

    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(
        BusQueue queue, IReadOnlyList<long> sequences, ServiceBusReceiveMode mode)
    {
        var messages = queue.Take(sequences, MessagePlace.Deferred);
        foreach (var message in messages)
            queue.Lock(message);
        return await HandOutAsync(queue, messages, mode);
    }

    /// <summary>What a receiver gets to see of a message that is locked for it.</summary>
    public ServiceBusReceivedMessage Received(QueuedMessage message)
    {
        Count(message);
        return store.Read(message, message.Deferred ? ServiceBusMessageState.Deferred : ServiceBusMessageState.Active);
    }

    /// <summary>Messages as they are, from a number on: nothing is locked.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Peek(BusQueue queue, long fromSequenceNumber, int maxMessages) =>
        store.Peek(queue, fromSequenceNumber, maxMessages);

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    public async Task SettleAsync(BusQueue queue, Guid lockToken, Settlement settlement)
    {
        var message = queue.TakeLocked(lockToken);
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
                queue.Forget(message);
                DeadLettersOf(queue).Put(AsDeadLetter(message), MessagePlace.Ready);
                break;
        }
    }

    /// <summary>Does what is due on disk. It counts as work from here on, before the queue's timer returns.</summary>
    public void Overdue(BusQueue queue, OverdueMessage overdue) => clock.Work.Detach(() =>
    {
        var work = clock.Working($"a message due in {queue.Path}");
        _ = ResolveAsync(work, queue, overdue);
    });

    /// <summary>Dead letters go back into their queue, as new messages.</summary>
    public async Task ResubmitAsync(BusQueue deadLetters, BusQueue queue, IReadOnlyList<long> sequences)
    {
        foreach (var dead in deadLetters.Take(sequences, MessagePlace.Ready))
        {
            var active = new QueuedMessage(NextSequence()) { Enqueued = clock.GetUtcNow(), TimeToLive = queue.Options.DefaultMessageTimeToLive };
            try
            {
                await store.ReviveAsync(dead.Sequence, active);
            }
            catch
            {
                deadLetters.Put(dead, MessagePlace.Ready);
                throw;
            }

            deadLetters.Forget(dead);
            queue.Put(active, MessagePlace.Ready);
        }
    }

    private static QueuedMessage AsDeadLetter(QueuedMessage message) => new(message.Sequence)
    {
        EnqueuedSequence = message.EnqueuedSequence,
        Enqueued = message.Enqueued,
        Deliveries = message.Deliveries,
    };

    private Task WriteAsync(QueuedMessage message, Settlement settlement) => settlement switch
    {
        { Result: Settlement.Outcome.Complete } => store.DeleteAsync(message.Sequence),
        { Result: Settlement.Outcome.Abandon, PropertiesToModify: null or { Count: 0 } } => Task.CompletedTask,
        _ => store.SettleAsync(message.Sequence, settlement),
    };

    private async Task ResolveAsync(IDisposable work, BusQueue queue, OverdueMessage overdue)
    {
        using var working = work;
        try
        {
            await (overdue.Why switch
            {
                OverdueMessage.Cause.ScheduledTimeCame => ActivateAsync(queue, overdue.Message),
                OverdueMessage.Cause.DeliveredTooOften => DeadLetterAsync(
                    queue, overdue.Message, "MaxDeliveryCountExceeded", "Message could not be consumed after maximum number of deliveries."),
                _ when queue.Options.DeadLetteringOnMessageExpiration && !queue.Dead => DeadLetterAsync(
                    queue, overdue.Message, "TTLExpiredException", "The message expired and was dead lettered."),
                _ => DropAsync(queue, overdue.Message),
            });
        }
#pragma warning disable CA1031 // It stays in hand and comes back with the next start: the disk has it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogError(e, "Message {Sequence} of {Queue} is due ({Why}) and could not be written.", overdue.Message.Sequence, queue.Path, overdue.Why);
        }
    }

    private async Task ActivateAsync(BusQueue queue, QueuedMessage scheduled)
    {
        var active = new QueuedMessage(NextSequence())
        {
            EnqueuedSequence = scheduled.EnqueuedSequence,
            Enqueued = clock.GetUtcNow(),
            TimeToLive = scheduled.TimeToLive,
        };
        await store.ActivateAsync(scheduled.Sequence, active);
        queue.Forget(scheduled);
        queue.Put(active, MessagePlace.Ready);
    }

    private async Task DeadLetterAsync(BusQueue queue, QueuedMessage message, string reason, string description)
    {
        await store.SettleAsync(message.Sequence, Settlement.DeadLetter(null, reason, description));
        queue.Forget(message);
        DeadLettersOf(queue).Put(AsDeadLetter(message), MessagePlace.Ready);
    }

    private async Task DropAsync(BusQueue queue, QueuedMessage message)
    {
        await store.DeleteAsync(message.Sequence);
        queue.Forget(message);
    }

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> HandOutAsync(
        BusQueue queue, IReadOnlyList<QueuedMessage> messages, ServiceBusReceiveMode mode)
    {
        var received = messages.Select(Received).ToList();
        if (mode == ServiceBusReceiveMode.ReceiveAndDelete)
            await Task.WhenAll(messages.Select(m => SettleAsync(queue, m.LockToken, new Settlement(Settlement.Outcome.Complete))));
        return received;
    }

    private async Task<IReadOnlyList<QueuedMessage>> DeleteAsync(BusQueue queue, IReadOnlyList<QueuedMessage> messages, MessagePlace otherwise)
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

    /// <summary>A message whose deliveries kill the process must run out of them too, so the count goes to disk; nobody waits for it.</summary>
    private void Count(QueuedMessage message) =>
        store.CountDeliveryAsync(message.Sequence, message.Deliveries).ContinueWith(
            t => logger.LogError(t.Exception, "A delivery was not counted on disk."),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private long NextSequence() => Interlocked.Increment(ref _lastSequence);
}
