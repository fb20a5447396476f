using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable.Replay;

/// <summary>How a task ended.</summary>
internal readonly record struct Outcome(string? Result, Failure? Failure);
