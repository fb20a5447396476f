namespace ChatPay.Functions.Platform.Orders;

/// <summary>"Look whether this order has unsent outbox rows."</summary>
public sealed record OutboxTrigger(string OrderId);
