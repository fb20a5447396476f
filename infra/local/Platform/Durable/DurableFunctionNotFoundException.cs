namespace ChatPay.Local.Durable;

/// <summary>The app has no orchestrator or activity of that name; calling it again will not help.</summary>
public sealed class DurableFunctionNotFoundException(string message) : Exception(message);
