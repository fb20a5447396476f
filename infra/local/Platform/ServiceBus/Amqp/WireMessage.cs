using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Amqp;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Messages as they go over the wire.</summary>
internal static class WireMessage
{
    /// <summary>What a client has sent: one message, or a batch of them.</summary>
    public static List<(ServiceBusMessage Message, byte[] Content)> Sent(AmqpMessage message)
    {
        if (message.MessageFormat != AmqpNames.BatchFormat)
            return [Sent(Bytes(message.ToStream()))];
        message.Deserialize(SectionFlag.All);
        return [.. message.DataBody.Select(d => Sent(((ArraySegment<byte>)d.Value).ToArray()))];
    }

    /// <summary>One message that came as its bytes.</summary>
    public static (ServiceBusMessage Message, byte[] Content) Sent(byte[] content) =>
        (new ServiceBusMessage(AmqpContent.Decode(content)), content);

    /// <summary>A message for a receiver.</summary>
    /// <param name="received">As the broker hands it out; it is used up.</param>
    /// <param name="peeked">The client counts a delivery of its own to what it has received, and none to what it has peeked.</param>
    public static AmqpMessage Of(ServiceBusReceivedMessage received, bool peeked)
    {
        var content = received.GetRawAmqpMessage();
        if (!peeked && content.Header.DeliveryCount is > 0 and var deliveries)
            content.Header.DeliveryCount = deliveries - 1;

        // With a time to live the encoder would reckon the expiry anew, by the machine's time; the broker's is in the message.
        var timeToLive = content.Header.TimeToLive;
        content.Header.TimeToLive = null;
        var message = AmqpMessage.CreateOutputMessage(new BufferListStream([content.ToBytes().ToArray()]), ownStream: true);
        if (timeToLive is { } span)
            message.Header.Ttl = (uint)Math.Min(span.TotalMilliseconds, uint.MaxValue);
        return message;
    }

    /// <summary>The same as bytes, for an answer that holds messages.</summary>
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
