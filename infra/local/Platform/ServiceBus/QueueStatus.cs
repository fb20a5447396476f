namespace ChatPay.Local.ServiceBus;

/// <summary>The message counts of a queue or a subscription. A topic only counts scheduled messages.</summary>
public sealed record QueueStatus(string Name, int Active, int Locked, int Scheduled, int Deferred, int DeadLettered);
