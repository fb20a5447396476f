using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus;

/// <summary>Messages encoded as AMQP, as on the wire: the form that is measured and stored (Service Bus AMQP protocol guide,
/// "Messages").</summary>
internal static class AmqpContent
{
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterErrorDescription = "DeadLetterErrorDescription";

    private const string SequenceNumber = "x-opt-sequence-number";
    private const string EnqueuedSequenceNumber = "x-opt-enqueue-sequence-number";
    private const string EnqueuedTime = "x-opt-enqueued-time";
    private const string LockedUntil = "x-opt-locked-until";
    private const string MessageState = "x-opt-message-state";

    /// <exception cref="System.Runtime.Serialization.SerializationException">The message contains a value of a type that Service Bus
    /// does not support.</exception>
    public static byte[] Encode(ServiceBusMessage message) => Encode(message.GetRawAmqpMessage());

    /// <summary>Returns the message with the properties that a settlement sets, and with the reason of a dead letter.</summary>
    public static byte[] With(byte[] content, Settlement settlement) => Change(content, properties =>
    {
        foreach (var (name, value) in settlement.PropertiesToModify ?? new Dictionary<string, object?>())
            properties[name] = value;
        if (settlement.DeadLetterReason is { } reason)
            properties[DeadLetterReason] = reason;
        if (settlement.DeadLetterErrorDescription is { } description)
            properties[DeadLetterErrorDescription] = description;
    });

    /// <summary>Returns the message as it was before it was dead-lettered.</summary>
    public static byte[] Revived(byte[] content) => Change(content, properties =>
    {
        properties.Remove(DeadLetterReason);
        properties.Remove(DeadLetterErrorDescription);
    });

    /// <summary>Returns what a receiver sees: the sender's message with the broker's properties.</summary>
    public static ServiceBusReceivedMessage Received(byte[] content, QueuedMessage queued, ServiceBusMessageState state)
    {
        var message = Decode(content);
        message.Header.DeliveryCount = (uint)queued.Deliveries;
        message.MessageAnnotations[SequenceNumber] = queued.Sequence;
        message.MessageAnnotations[EnqueuedSequenceNumber] = queued.EnqueuedSequence;
        message.MessageAnnotations[EnqueuedTime] = queued.Enqueued.UtcDateTime;
        message.MessageAnnotations[MessageState] = (int)state;
        if (message.Header.TimeToLive is { } timeToLive)
        {
            // The encoder has set the machine's time.
            message.Properties.CreationTime = queued.Enqueued;
            message.Properties.AbsoluteExpiryTime =
                timeToLive < DateTimeOffset.MaxValue - queued.Enqueued ? queued.Enqueued + timeToLive : DateTimeOffset.MaxValue;
        }

        var received = ServiceBusReceivedMessage.FromAmqpMessage(message, BinaryData.FromBytes(queued.LockToken.ToByteArray()));
        if (queued.Place == MessagePlace.Locked)
            Locked(received, queued.LockedUntil);
        return received;
    }

    public static void Locked(ServiceBusReceivedMessage message, DateTimeOffset until) =>
        message.GetRawAmqpMessage().MessageAnnotations[LockedUntil] = until.UtcDateTime;

    private static byte[] Change(byte[] content, Action<IDictionary<string, object?>> change)
    {
        var message = Decode(content);
        change(message.ApplicationProperties!);
        return Encode(message);
    }

    private static byte[] Encode(AmqpAnnotatedMessage message) => message.ToBytes().ToArray();

    public static AmqpAnnotatedMessage Decode(byte[] content) => AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(content));
}
