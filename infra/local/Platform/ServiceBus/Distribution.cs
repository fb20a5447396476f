using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus.Queues;
using ChatPay.Local.ServiceBus.Topics;

namespace ChatPay.Local.ServiceBus;

/// <summary>Routes messages to entities: to the queue they are sent to, or to the topic's subscriptions whose rules match. Scheduled
/// messages wait at the entity they were sent to.</summary>
internal sealed class Distribution(
    BusStore store,
    LocalClock clock,
    SequenceNumbers numbers,
    TopicSubscriptions topics,
    Func<BusQueue, BusQueue> deadLettersOf)
{
    // The official client checks it too, but not in a message that is built from AMQP's own properties.
    private const int MaxMessageId = 128;

    /// <summary>As <see cref="ServiceBusBrokerOptions.Watch"/>.</summary>
    public Action<string>? Watch { get; init; }

    /// <summary>Completes when the messages are on disk and delivered to waiting receivers.</summary>
    /// <returns>The sequence numbers, by which scheduled messages can be cancelled.</returns>
    /// <exception cref="ArgumentException">A message id is too long; nothing is sent.</exception>
    public async Task<IReadOnlyList<long>> SendAsync(BusQueue entity, IReadOnlyList<(ServiceBusMessage Message, byte[] Content)> messages)
    {
        foreach (var (message, _) in messages)
            DemandShortId(message);
        foreach (var _ in messages)
            Watch?.Invoke(entity.Path);
        var now = clock.GetUtcNow();
        var outgoing = messages.Select(m => Outgoing(entity, m.Message, m.Content, now)).ToList();
        var sequences = outgoing.ConvertAll(m => m.Copies.Count > 0 ? m.Copies[0].Message.EnqueuedSequence : numbers.Next());
        var stored = await store.SendAsync(entity, outgoing, now);
        foreach (var (message, isStored) in outgoing.Zip(stored))
        {
            if (isStored)
                Put(message.Copies);
        }

        return sequences;
    }

    /// <summary>Enqueues a scheduled message that is due, under a new sequence number, as officially.</summary>
    public async Task ActivateAsync(BusQueue entity, QueuedMessage scheduled)
    {
        var content = store.Content(scheduled);
        var copies = Copies(
            entity,
            AmqpContent.Decode(content),
            content,
            scheduled.SessionId,
            scheduled.TimeToLive,
            clock.GetUtcNow(),
            scheduled.EnqueuedSequence);
        await store.ActivateAsync(scheduled.Sequence, copies);
        entity.Forget(scheduled);
        Put(copies);
    }

    private OutgoingMessage Outgoing(BusQueue entity, ServiceBusMessage message, byte[] content, DateTimeOffset now)
    {
        var timeToLive = Shorter(message.TimeToLive, entity.Options.DefaultMessageTimeToLive);
        if (message.ScheduledEnqueueTime <= now)
            return new OutgoingMessage(
                message.MessageId,
                Copies(entity, message.GetRawAmqpMessage(), content, message.SessionId, timeToLive, now, null));

        var scheduled = Numbered(message.SessionId, message.ScheduledEnqueueTime.ToUniversalTime(), timeToLive, null);
        return new OutgoingMessage(message.MessageId, [new MessageCopy(entity, scheduled, MessagePlace.Scheduled, content)]);
    }

    private List<MessageCopy> Copies(
        BusQueue entity,
        AmqpAnnotatedMessage message,
        byte[] content,
        string? sessionId,
        TimeSpan timeToLive,
        DateTimeOffset now,
        long? enqueuedSequence)
    {
        var targets = entity.Kind == EntityKind.Topic ? topics.Takers(entity, message) : [entity];
        return [.. targets.Select(target =>
        {
            var queued = Numbered(sessionId, now, Shorter(timeToLive, target.Options.DefaultMessageTimeToLive), enqueuedSequence);

            // A queue refuses such a message; a topic cannot, so the subscription dead-letters it ("Dead-letter queues", system
            // reasons).
            return target.RequiresSession && sessionId is null
                ? new MessageCopy(deadLettersOf(target), queued, MessagePlace.Ready, AmqpContent.With(content, Settlement.DeadLetter(
                    null, "Session ID is null.", "Session enabled entity doesn't allow a message whose session identifier is null.")))
                : new MessageCopy(target, queued, MessagePlace.Ready, content);
        })];
    }

    private QueuedMessage Numbered(string? sessionId, DateTimeOffset enqueued, TimeSpan timeToLive, long? enqueuedSequence)
    {
        var sequence = numbers.Next();
        return new QueuedMessage(sequence)
        {
            EnqueuedSequence = enqueuedSequence ?? sequence,
            SessionId = sessionId,
            Enqueued = enqueued,
            TimeToLive = timeToLive,
        };
    }

    private static void DemandShortId(ServiceBusMessage message)
    {
        if (message.MessageId?.Length is > MaxMessageId and var length)
            throw new ArgumentException($"The message id has {length} characters, and {MaxMessageId} is the most.", nameof(message));
    }

    private static void Put(IReadOnlyList<MessageCopy> copies)
    {
        foreach (var copy in copies)
            copy.Put();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
