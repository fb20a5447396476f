using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus;

/// <summary>A message being sent, with the copies to store: one in a queue, one for each matching subscription of a topic, or
/// none.</summary>
internal sealed record OutgoingMessage(string? MessageId, IReadOnlyList<MessageCopy> Copies);

/// <summary>A copy of a message to store in an entity.</summary>
internal sealed record MessageCopy(BusQueue Target, QueuedMessage Message, MessagePlace Place, byte[] Content)
{
    public void Put() => Target.Put(Message, Place);
}
