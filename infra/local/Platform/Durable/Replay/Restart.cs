namespace ChatPay.Local.Durable.Replay;

/// <summary>The orchestrator asked to start over.</summary>
internal sealed record Restart(string? Input, bool KeepEvents, string? Version);
