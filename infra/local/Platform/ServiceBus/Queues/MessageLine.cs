namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>Receivable messages in order, and the receivers waiting for them: a whole queue, or one session of it.</summary>
internal class MessageLine
{
    public SortedSet<QueuedMessage> Ready { get; } = new(QueuedMessage.BySequence);

    public LinkedList<ReceiveWaiter> Waiters { get; } = [];
}
