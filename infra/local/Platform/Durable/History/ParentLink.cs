namespace ChatPay.Local.Durable.History;

/// <summary>Who called a sub-orchestration, and as which of its decisions.</summary>
public sealed record ParentLink(string Id, string Name, string Execution, int Seq);
