namespace ChatPay.Local.Durable;

/// <summary>The app has no orchestrator or activity of that name; not to be retried.</summary>
public sealed class DurableFunctionNotFoundException(string message) : Exception(message);
