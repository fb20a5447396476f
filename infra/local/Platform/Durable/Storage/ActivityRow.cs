namespace ChatPay.Local.Durable.Storage;

/// <summary>An activity without a recorded result.</summary>
internal readonly record struct ActivityRow(string Id, int Seq, string Execution, string Name, string? Input);
