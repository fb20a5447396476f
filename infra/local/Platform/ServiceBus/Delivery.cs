using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>The messages that a listener passes to its handler: one, or a batch.</summary>
/// <param name="Messages">The messages in order; of one session if the entity has sessions.</param>
/// <param name="Receiver">The receiver with which to settle them.</param>
public sealed record Delivery(IReadOnlyList<ServiceBusReceivedMessage> Messages, ServiceBusReceiver Receiver)
{
    /// <summary>The first message; the only one when there are no batches.</summary>
    public ServiceBusReceivedMessage Message => Messages[0];

    /// <summary>The session of the messages; null without sessions.</summary>
    public ServiceBusSessionReceiver? Session => Receiver as ServiceBusSessionReceiver;

    internal bool SessionReleased { get; private set; }

    /// <summary>Releases the session after this delivery, even if it has more messages.</summary>
    public void ReleaseSession() => SessionReleased = true;
}
