namespace ChatPay.Local.ServiceBus.Client;

/// <summary>What several messages take together: each is a data section of one batched AMQP message.</summary>
internal static class SendSize
{
    /// <summary>The batched message itself: its annotations and its format.</summary>
    public const long OfNothing = 40;

    public static long Of(byte[] content) => content.Length + (content.Length <= byte.MaxValue ? 5 : 8);
}
