namespace ChatPay.Local.Durable.Faults;

/// <summary>A message on its way to an instance.</summary>
/// <param name="InstanceId">Where it goes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The orchestrator or event; null of others.</param>
public sealed record DurableMessage(string InstanceId, DurableMessageKind Kind, string? Name);
