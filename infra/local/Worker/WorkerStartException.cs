namespace ChatPay.Local.Worker;

/// <summary>The app did not start, or is none that can be run here; the sentence says why.</summary>
public sealed class WorkerStartException(string message, Exception? inner = null) : Exception(message, inner);
