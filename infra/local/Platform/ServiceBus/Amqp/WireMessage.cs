using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Amqp;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Converts messages to and from the wire format.</summary>
internal static class WireMessage
{
    /// <summary>Reads what a client has sent: one message, or a batch.</summary>
    public static List<(ServiceBusMessage Message, byte[] Content)> Sent(AmqpMessage message)
    {
        if (message.MessageFormat != AmqpNames.BatchFormat)
            return [Sent(Bytes(message.ToStream()))];
        message.Deserialize(SectionFlag.All);
        return [.. message.DataBody.Select(d => Sent(((ArraySegment<byte>)d.Value).ToArray()))];
    }

    /// <summary>Reads an encoded message.</summary>
    public static (ServiceBusMessage Message, byte[] Content) Sent(byte[] content) =>
        (new ServiceBusMessage(AmqpContent.Decode(content)), content);

    /// <summary>Builds a message for a receiver.</summary>
    /// <param name="received">The broker's message; it must not be used afterwards.</param>
    /// <param name="peeked">Whether the message is only peeked: the client adds one delivery to the count of a received message, and
    /// none to a peeked one.</param>
    public static AmqpMessage Of(ServiceBusReceivedMessage received, bool peeked)
    {
        var content = received.GetRawAmqpMessage();
        if (!peeked && content.Header.DeliveryCount is > 0 and var deliveries)
            content.Header.DeliveryCount = deliveries - 1;

        // The encoder would recompute the expiry from a time to live by the machine's clock; the broker's expiry is already in the
        // message.
        var timeToLive = content.Header.TimeToLive;
        content.Header.TimeToLive = null;
        var message = AmqpMessage.CreateOutputMessage(new BufferListStream([content.ToBytes().ToArray()]), ownStream: true);
        if (timeToLive is { } span)
            message.Header.Ttl = (uint)Math.Min(span.TotalMilliseconds, uint.MaxValue);
        return message;
    }

    /// <summary>As <see cref="Of"/>, encoded, for a response that contains messages.</summary>
    public static ArraySegment<byte> BytesOf(ServiceBusReceivedMessage received, bool peeked)
    {
        using var message = Of(received, peeked);
        using var payload = new BufferListStream(message.GetPayload(int.MaxValue, out _));
        return new ArraySegment<byte>(Bytes(payload));
    }

    private static byte[] Bytes(Stream stream)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
