namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>What an entity is. The numbers are in the data file.</summary>
internal enum EntityKind
{
    Queue = 0,
    Topic = 1,
    Subscription = 2,

    /// <summary>The dead letters of a queue or subscription: in the data file its own messages, marked.</summary>
    DeadLetters = 3,
}
