namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>Messages that can be received, in their order, and who waits for them: a whole queue, or one session of it.</summary>
internal class MessageLine
{
    public SortedSet<QueuedMessage> Ready { get; } = new(QueuedMessage.BySequence);

    public LinkedList<ReceiveWaiter> Waiters { get; } = [];
}
