namespace ChatPay.Local.ServiceBus;

/// <summary>How many messages a queue or a subscription has, and where. Of a topic, how many are scheduled.</summary>
public sealed record QueueStatus(string Name, int Active, int Locked, int Scheduled, int Deferred, int DeadLettered);
