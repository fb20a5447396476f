using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>How Service Bus writes the paths of its entities.</summary>
internal static class EntityPaths
{
    public const string Subscriptions = "/Subscriptions/";
    public const string DeadLetter = "/$DeadLetterQueue";

    public static string Subscription(string topicName, string subscriptionName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topicName);
        ArgumentException.ThrowIfNullOrWhiteSpace(subscriptionName);
        return topicName + Subscriptions + subscriptionName;
    }

    public static string Of(string path, SubQueue subQueue) => subQueue switch
    {
        SubQueue.None => path,
        SubQueue.DeadLetter => path + DeadLetter,
        SubQueue.TransferDeadLetter => path + "/$Transfer" + DeadLetter,
        _ => throw new ArgumentOutOfRangeException(nameof(subQueue), subQueue, null),
    };
}
