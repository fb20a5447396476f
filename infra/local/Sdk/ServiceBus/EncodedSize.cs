using System.Text;

namespace Azure.Messaging.ServiceBus;

/// <summary>About how many bytes a message takes on the wire: its bytes and texts, and AMQP's own few for each.</summary>
internal static class EncodedSize
{
    private const int Frame = 16;
    private const int Field = 8;

    public static long Of(ServiceBusMessage message)
    {
        long size = Frame + message.Body.ToMemory().Length;
        foreach (var text in Texts(message))
            size += text is null ? 0 : Field + Encoding.UTF8.GetByteCount(text);
        foreach (var (name, value) in message.ApplicationProperties)
            size += (2 * Field) + Encoding.UTF8.GetByteCount(name) + OfValue(value);
        return size;
    }

    private static IEnumerable<string> Texts(ServiceBusMessage message) =>
    [
        message.MessageId, message.SessionId, message.CorrelationId, message.Subject, message.ContentType, message.To, message.ReplyTo,
        message.ReplyToSessionId, message.PartitionKey, message.TransactionPartitionKey,
    ];

    private static int OfValue(object value) => value switch
    {
        string text => Encoding.UTF8.GetByteCount(text),
        byte[] bytes => bytes.Length,
        Uri uri => Encoding.UTF8.GetByteCount(uri.OriginalString),
        _ => 16,
    };
}
