namespace ChatPay.Local.Worker;

/// <summary>The app did not start, or cannot be run here; the message says why.</summary>
public sealed class WorkerStartException(string message, Exception? inner = null) : Exception(message, inner);
