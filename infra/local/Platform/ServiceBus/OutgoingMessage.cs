using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus;

/// <summary>A message on its way, with the copies of it that are stored: one in a queue, one for each subscription that a topic
/// gives it to, or none.</summary>
internal sealed record OutgoingMessage(string? MessageId, IReadOnlyList<MessageCopy> Copies);

/// <summary>A message that comes into an entity.</summary>
internal sealed record MessageCopy(BusQueue Target, QueuedMessage Message, MessagePlace Place, byte[] Content)
{
    public void Put() => Target.Put(Message, Place);
}
