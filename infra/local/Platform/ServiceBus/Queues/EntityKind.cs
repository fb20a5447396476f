namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>The kind of an entity. The numbers are stored in the data file.</summary>
internal enum EntityKind
{
    Queue = 0,
    Topic = 1,
    Subscription = 2,

    /// <summary>The dead letters of a queue or subscription; in the data file they are its messages, marked.</summary>
    DeadLetters = 3,
}
