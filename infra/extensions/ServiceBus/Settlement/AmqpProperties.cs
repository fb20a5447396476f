using Google.Protobuf;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;

namespace Microsoft.Azure.Functions.Worker.Settlement;

/// <summary>Encodes and decodes application properties as the host exchanges them: an AMQP map of names to values.</summary>
internal static class AmqpProperties
{
    public static ByteString Encode(IDictionary<string, object>? properties)
    {
        if (properties is not { Count: > 0 })
            return ByteString.Empty;
        var map = new AmqpMap();
        foreach (var (name, value) in properties)
            map.Add(new MapKey(name), Encodable(value));
        using var buffer = new ByteBuffer(256, autoGrow: true);
        AmqpCodec.EncodeMap(map, buffer);
        return ByteString.CopyFrom(buffer.Buffer, buffer.Offset, buffer.Length);
    }

    public static Dictionary<string, object> Decode(ByteString encoded)
    {
        var properties = new Dictionary<string, object>();
        if (encoded.IsEmpty)
            return properties;
        using var buffer = new ByteBuffer(encoded.ToByteArray(), 0, encoded.Length);
        foreach (var (key, value) in AmqpCodec.DecodeMap(buffer))
            properties[key.Key.ToString()!] = Decoded(value);
        return properties;
    }

    // AMQP has no types for these; they are encoded as described types, as the Service Bus clients do.
    private static object Encodable(object value) => value switch
    {
        DateTimeOffset time => new DescribedType(new AmqpSymbol("com.microsoft:datetime-offset"), time.UtcTicks),
        TimeSpan time => new DescribedType(new AmqpSymbol("com.microsoft:timespan"), time.Ticks),
        Uri address => new DescribedType(new AmqpSymbol("com.microsoft:uri"), address.AbsoluteUri),
        _ => value,
    };

    private static object Decoded(object value) => value is not DescribedType described ? value : described.Descriptor.ToString() switch
    {
        "com.microsoft:datetime-offset" => new DateTimeOffset((long)described.Value, TimeSpan.Zero),
        "com.microsoft:timespan" => TimeSpan.FromTicks((long)described.Value),
        "com.microsoft:uri" => new Uri((string)described.Value),
        _ => described.Value,
    };
}
