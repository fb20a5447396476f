using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Platform.Messaging;

/// <summary>The Service Bus queues, and sending to them. A send completes when it is durable.</summary>
public sealed class Queues(ServiceBusClient client, TimeProvider time)
{
    /// <summary>One message per Instagram entry, in a session per conversation.</summary>
    public const string InboundChat = "inbound-chat";

    /// <summary>PayPal event ids and types; the resource is read from PayPal.</summary>
    public const string InboundPayments = "inbound-payments";

    /// <summary>Notices for conversations.</summary>
    public const string OutboundChat = "outbound-chat";

    /// <summary>Mail to sellers, and to operators.</summary>
    public const string OutboundMail = "outbound-mail";

    /// <summary>Triggers to process an order's outbox, first the rows that drive the order.</summary>
    public const string OutboxTriggers = "outbox-triggers";

    /// <summary>Triggers to publish an order's notices.</summary>
    public const string Notices = "notices";

    /// <summary>All queues.</summary>
    public static IReadOnlyList<string> All { get; } = [InboundChat, InboundPayments, OutboundChat, OutboundMail, OutboxTriggers, Notices];

    /// <summary>The queues whose messages mean the same each time: a repeat is never dropped.</summary>
    public static IReadOnlyList<string> OfTriggers { get; } = [OutboxTriggers, Notices];

    /// <summary>The queues whose messages are delivered in order within a session, and wait there while a dependency is
    /// down.</summary>
    public static IReadOnlyList<string> InSessions { get; } = [InboundChat];

    /// <summary>The topic for other systems.</summary>
    public const string OrderEvents = "order-events";

    /// <summary>The app setting that names the connection.</summary>
    public const string Connection = "ServiceBus";

    private const string PutBackSince = "put-back-since";

    private const string Again = "-again-";

    // Service Bus allows no more.
    private const int MaxMessageId = 128;

    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new(StringComparer.Ordinal);

    /// <param name="queue">One of the constants.</param>
    /// <param name="body">Serialised as stored JSON.</param>
    /// <param name="messageId">For the queue's duplicate detection; null leaves it to the client.</param>
    /// <param name="delay">The delay before delivery.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been sent.</param>
    /// <exception cref="ServiceBusException">The queue cannot be reached; nothing was sent.</exception>
    public Task SendAsync<T>(
        string queue,
        T body,
        string? messageId = null,
        TimeSpan delay = default,
        CancellationToken cancellationToken = default)
    {
        var message = new ServiceBusMessage(Write(body)) { ContentType = "application/json" };
        if (messageId is not null)
            message.MessageId = messageId;
        if (delay > TimeSpan.Zero)
            message.ScheduledEnqueueTime = time.GetUtcNow() + delay;
        return SenderOf(queue).SendMessageAsync(message, cancellationToken);
    }

    /// <summary>Schedules a message for later delivery; it can be cancelled until then.</summary>
    /// <param name="queue">One of the constants.</param>
    /// <param name="body">Serialised as stored JSON.</param>
    /// <param name="delay">The delay before delivery.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been sent.</param>
    /// <returns>Its sequence number, for <see cref="TakeBackAsync"/>.</returns>
    /// <exception cref="ServiceBusException">The queue cannot be reached; nothing was sent.</exception>
    public Task<long> ScheduleAsync<T>(string queue, T body, TimeSpan delay, CancellationToken cancellationToken) =>
        SenderOf(queue).ScheduleMessageAsync(
            new ServiceBusMessage(Write(body)) { ContentType = "application/json" }, time.GetUtcNow() + delay, cancellationToken);

    /// <summary>Cancels a scheduled message. It may already be delivered or cancelled.</summary>
    /// <exception cref="ServiceBusException">The queue cannot be reached; the message is delivered.</exception>
    public async Task TakeBackAsync(string queue, long number, CancellationToken cancellationToken)
    {
        try
        {
            await SenderOf(queue).CancelScheduledMessageAsync(number, cancellationToken);
        }
        catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.MessageNotFound)
        {
            // It was already delivered or cancelled.
        }
    }

    /// <summary>Schedules a message again, under a new id: the queue would take it for a duplicate.</summary>
    public Task PutBackAsync(string queue, ServiceBusReceivedMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        SenderOf(queue)
            .SendMessageAsync(
                new ServiceBusMessage(message.Body)
                {
                    ContentType = message.ContentType,
                    ScheduledEnqueueTime = time.GetUtcNow() + delay,
                    ApplicationProperties = { [PutBackSince] = TakenUpAt(message) },
                },
                cancellationToken);

    /// <summary>Sends many to a queue of <see cref="InSessions"/>, in as few requests as their size allows. Those of one session
    /// arrive in the order given here.</summary>
    /// <param name="queue">One of the constants.</param>
    /// <param name="messages">Each with its session, and its id for the queue's duplicate detection.</param>
    /// <param name="cancellationToken">Cancels the call; some may have been sent.</param>
    /// <exception cref="ServiceBusException">The queue cannot be reached; some may have been sent.</exception>
    public async Task SendInSessionsAsync<T>(
        string queue, IEnumerable<(T Body, string MessageId, string SessionId)> messages, CancellationToken cancellationToken)
    {
        var sender = SenderOf(queue);
        var batch = await sender.CreateMessageBatchAsync(cancellationToken);
        try
        {
            foreach (var (body, messageId, sessionId) in messages)
            {
                var message = new ServiceBusMessage(Write(body))
                {
                    ContentType = "application/json",
                    MessageId = messageId,
                    SessionId = sessionId,
                };
                if (batch.TryAddMessage(message))
                    continue;
                await sender.SendMessagesAsync(batch, cancellationToken);
                batch.Dispose();
                batch = await sender.CreateMessageBatchAsync(cancellationToken);
                if (!batch.TryAddMessage(message))
                    throw new InvalidOperationException($"A message of {queue} is larger than a whole batch may be.");
            }

            if (batch.Count > 0)
                await sender.SendMessagesAsync(batch, cancellationToken);
        }
        finally
        {
            batch.Dispose();
        }
    }

    /// <summary>Completes when Service Bus responds and lets this app read its queues.</summary>
    /// <exception cref="ServiceBusException">It does not respond.</exception>
    /// <exception cref="UnauthorizedAccessException">The app has no right to receive.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var receiver = client.CreateReceiver(OutboxTriggers);
        await receiver.PeekMessageAsync(cancellationToken: cancellationToken);
    }

    /// <summary>The dead letters of a queue. Dispose it.</summary>
    public ServiceBusReceiver DeadLettersOf(string queue) =>
        client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    /// <summary>Sends a dead letter again, under a new id: the queue drops recent duplicates.</summary>
    public Task SendAgainAsync(string queue, ServiceBusReceivedMessage dead, CancellationToken cancellationToken)
    {
        var again = new ServiceBusMessage(dead) { MessageId = IdAgain(dead.MessageId, time.GetUtcNow().UtcTicks) };
        again.ApplicationProperties.Remove(PutBackSince);
        return SenderOf(queue).SendMessageAsync(again, cancellationToken);
    }

    /// <summary>The id under which a dead letter is sent again: that of the first message, and the time, which is later than the time
    /// in <paramref name="id"/>. The id does not grow however often the letter dies, and an id that is nearly as long as the bus
    /// allows is cut.</summary>
    internal static string IdAgain(string? id, long ticks)
    {
        var first = id ?? "";
        while (TimeOf(first) is var (at, sentAt))
            (first, ticks) = (first[..at], Math.Max(ticks, sentAt + 1));
        var suffix = string.Create(CultureInfo.InvariantCulture, $"{Again}{ticks}");
        return first[..Math.Min(first.Length, MaxMessageId - suffix.Length)] + suffix;
    }

    private static (int At, long SentAt)? TimeOf(string id) =>
        id.LastIndexOf(Again, StringComparison.Ordinal) is var at and > 0
        && long.TryParse(id.AsSpan(at + Again.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sentAt)
            ? (at, sentAt)
            : null;

    /// <summary>Publishes an event on the topic, in the format of the API.</summary>
    /// <param name="body">Serialised as the API's JSON.</param>
    /// <param name="messageId">For the topic's duplicate detection.</param>
    /// <param name="subject">The subject, by which subscriptions filter.</param>
    /// <param name="contentType">The media type.</param>
    /// <param name="cancellationToken">Cancels the call; it may have been published.</param>
    /// <exception cref="ServiceBusException">The topic cannot be reached; nothing was published.</exception>
    public Task PublishAsync<T>(T body, string messageId, string subject, string contentType, CancellationToken cancellationToken)
    {
        var message = new ServiceBusMessage(BinaryData.FromString(JsonSerializer.Serialize(body, ChatPayJson.Api)))
        {
            MessageId = messageId,
            Subject = subject,
            ContentType = contentType,
        };
        return SenderOf(OrderEvents).SendMessageAsync(message, cancellationToken);
    }

    /// <summary>Deserialises a message's body.</summary>
    /// <exception cref="JsonException">It has another format; the message becomes a dead letter.</exception>
    public static T Read<T>(ServiceBusReceivedMessage message) =>
        JsonSerializer.Deserialize<T>(message.Body.ToString(), ChatPayJson.Stored) ?? throw new JsonException("The message is empty.");

    /// <summary>When this message was first received, if it was put back since; otherwise when it was enqueued.</summary>
    public static DateTimeOffset TakenUpAt(ServiceBusReceivedMessage message) =>
        message.ApplicationProperties.GetValueOrDefault(PutBackSince) is DateTimeOffset since ? since : message.EnqueuedTime;

    private static BinaryData Write<T>(T body) => BinaryData.FromString(JsonSerializer.Serialize(body, ChatPayJson.Stored));

    private ServiceBusSender SenderOf(string entity) => _senders.GetOrAdd(entity, client.CreateSender);
}
