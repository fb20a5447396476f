using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>The size of a send: a single message is sent as is, several as data sections of one batched AMQP message.</summary>
internal static class SendSize
{
    /// <summary>256 KB, the limit of the Standard tier for a message and for a batch.</summary>
    public const long Most = 256 * 1024;

    /// <summary>The overhead of a batched message: its annotations and its format.</summary>
    public const long OfNothing = 40;

    public static long InBatch(byte[] content) => content.Length + (content.Length <= byte.MaxValue ? 5 : 8);

    /// <exception cref="ServiceBusException">The send is too large.</exception>
    public static void Demand(IReadOnlyList<byte[]> contents, string path)
    {
        var size = Of(contents);
        if (size > Most)
            throw new ServiceBusException(
                $"The send has {size} bytes, and {Most} is the most.",
                ServiceBusFailureReason.MessageSizeExceeded,
                path);
    }

    public static long Of(IReadOnlyList<byte[]> contents) => contents is [var only] ? only.Length : OfNothing + contents.Sum(InBatch);
}
