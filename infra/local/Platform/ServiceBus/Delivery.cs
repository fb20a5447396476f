using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>Messages that a listener hands to its handler: one, or a batch.</summary>
/// <param name="Messages">In their order; of one session if the entity has sessions.</param>
/// <param name="Receiver">What they can be settled with.</param>
public sealed record Delivery(IReadOnlyList<ServiceBusReceivedMessage> Messages, ServiceBusReceiver Receiver)
{
    /// <summary>The first message; the only one when there are no batches.</summary>
    public ServiceBusReceivedMessage Message => Messages[0];

    /// <summary>The session that the messages are of.</summary>
    public ServiceBusSessionReceiver? Session => Receiver as ServiceBusSessionReceiver;

    internal bool SessionReleased { get; private set; }

    /// <summary>The session is let go after this delivery, even if it has more messages.</summary>
    public void ReleaseSession() => SessionReleased = true;
}
