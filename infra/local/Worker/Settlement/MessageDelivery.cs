using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Worker.Settlement;

/// <summary>Messages on their way to a function, and who holds their locks.</summary>
/// <param name="Messages">One, or a batch.</param>
/// <param name="Receiver">Settles them.</param>
public sealed record MessageDelivery(IReadOnlyList<ServiceBusReceivedMessage> Messages, ServiceBusReceiver Receiver)
{
    /// <summary>Of messages that belong to a session.</summary>
    public ServiceBusSessionReceiver? Session { get; init; }

    /// <summary>Lets the session go when the function has returned.</summary>
    public Action? ReleaseSession { get; init; }
}
