namespace ChatPay.Local.Durable.History;

/// <summary>The parent of a sub-orchestration, and the parent's decision that called it.</summary>
public sealed record ParentLink(string Id, string Name, string Execution, int Seq);
