namespace ChatPay.Local.Durable.Faults;

/// <summary>A message on its way to an instance.</summary>
/// <param name="InstanceId">The instance it is sent to.</param>
/// <param name="Kind">The kind of message.</param>
/// <param name="Name">The name of the orchestrator or event; null for other kinds.</param>
public sealed record DurableMessage(string InstanceId, DurableMessageKind Kind, string? Name);
