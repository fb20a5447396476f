using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.Worker.Settlement;

/// <summary>Messages for a function, and the receiver that holds their locks.</summary>
/// <param name="Messages">One message, or a batch.</param>
/// <param name="Receiver">The receiver that settles them.</param>
public sealed record MessageDelivery(IReadOnlyList<ServiceBusReceivedMessage> Messages, ServiceBusReceiver Receiver)
{
    /// <summary>The receiver of the session, if the messages belong to one.</summary>
    public ServiceBusSessionReceiver? Session { get; init; }

    /// <summary>Releases the session after the function has returned.</summary>
    public Action? ReleaseSession { get; init; }
}
