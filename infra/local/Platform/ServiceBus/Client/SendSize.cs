using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>How large a send is: one message is sent as it is, several are each a data section of one batched AMQP message.</summary>
internal static class SendSize
{
    /// <summary>256 KB, as the Standard tier has it, for a message and for a batch.</summary>
    public const long Most = 256 * 1024;

    /// <summary>The batched message itself: its annotations and its format.</summary>
    public const long OfNothing = 40;

    public static long InBatch(byte[] content) => content.Length + (content.Length <= byte.MaxValue ? 5 : 8);

    /// <exception cref="ServiceBusException">It is too much at once.</exception>
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
