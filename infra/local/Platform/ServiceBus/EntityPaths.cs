using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>The paths of Service Bus entities.</summary>
internal static class EntityPaths
{
    public const string Subscriptions = "/Subscriptions/";
    public const string DeadLetter = "/$DeadLetterQueue";

    public static string Queue(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name;
    }

    public static string Subscription(string topicName, string subscriptionName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topicName);
        ArgumentException.ThrowIfNullOrWhiteSpace(subscriptionName);
        return topicName + Subscriptions + subscriptionName;
    }

    /// <summary>Splits a subscription's path into topic and name; null for any other path.</summary>
    public static (string Topic, string Subscription)? TopicOf(string path) =>
        path.IndexOf(Subscriptions, StringComparison.OrdinalIgnoreCase) is var at and > 0
            ? (path[..at], path[(at + Subscriptions.Length)..])
            : null;

    public static string Of(string path, SubQueue subQueue) => subQueue switch
    {
        SubQueue.None => path,
        SubQueue.DeadLetter => path + DeadLetter,
        SubQueue.TransferDeadLetter => path + "/$Transfer" + DeadLetter,
        _ => throw new ArgumentOutOfRangeException(nameof(subQueue), subQueue, null),
    };
}
