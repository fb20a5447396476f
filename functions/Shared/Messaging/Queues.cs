using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace ChatPay.Functions.Shared.Messaging;

/// <summary>The Service Bus queues, and sending to them. A send is acknowledged when it is durable.</summary>
public sealed class Queues(ServiceBusClient client, TimeProvider time)
{
    /// <summary>One message per Instagram entry.</summary>
    public const string InboundChat = "inbound-chat";

    /// <summary>PayPal event ids and types; the resource is read again.</summary>
    public const string InboundPayments = "inbound-payments";

    /// <summary>Notices for conversations.</summary>
    public const string OutboundChat = "outbound-chat";

    /// <summary>"Look whether this order has unsent outbox rows."</summary>
    public const string Kicks = "kicks";

    /// <summary>The app setting that names the connection.</summary>
    public const string Connection = "ServiceBus";

    private readonly ConcurrentDictionary<string, ServiceBusSender> _senders = new(StringComparer.Ordinal);

    /// <param name="queue">One of the constants.</param>
    /// <param name="body">Serialised as stored JSON.</param>
    /// <param name="messageId">For the queue's duplicate detection; null leaves it to the client.</param>
    /// <param name="delay">Delivered no sooner than this.</param>
    /// <param name="cancellationToken">Ends the wait; the message may have been sent.</param>
    /// <exception cref="ServiceBusException">The queue cannot be reached; nothing was sent.</exception>
    public Task SendAsync<T>(string queue, T body, string? messageId = null, TimeSpan delay = default, CancellationToken cancellationToken = default)
    {
        var message = new ServiceBusMessage(BinaryData.FromString(JsonSerializer.Serialize(body, ChatPayJson.Stored))) { ContentType = "application/json" };
        if (messageId is not null)
            message.MessageId = messageId;
        if (delay > TimeSpan.Zero)
            message.ScheduledEnqueueTime = time.GetUtcNow() + delay;
        return _senders.GetOrAdd(queue, client.CreateSender).SendMessageAsync(message, cancellationToken);
    }

    /// <summary>Reads a message's body.</summary>
    /// <exception cref="JsonException">It is not what is expected here; the message ends in the dead letters.</exception>
    public static T Read<T>(ServiceBusReceivedMessage message) =>
        JsonSerializer.Deserialize<T>(message.Body.ToString(), ChatPayJson.Stored) ?? throw new JsonException("The message is empty.");
}
