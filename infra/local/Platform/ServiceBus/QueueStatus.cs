namespace ChatPay.Local.ServiceBus;

/// <summary>How many messages a queue has, and where.</summary>
public sealed record QueueStatus(string Name, int Active, int Locked, int Scheduled, int Deferred, int DeadLettered);
