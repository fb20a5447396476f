namespace ChatPay.Local.Worker;

/// <summary>An invocation failed in the worker; the exception itself stayed there.</summary>
/// <param name="function">The function's name.</param>
/// <param name="type">The exception's type, where the worker says it.</param>
/// <param name="message">What it said.</param>
/// <param name="stack">Where it was thrown.</param>
/// <param name="cancelled">The function was cancelled.</param>
public sealed class FunctionFailedException(string function, string? type, string message, string? stack, bool cancelled)
    : Exception($"The function {function} {(cancelled ? "was cancelled" : "failed")}: {message}")
{
    public string Function { get; } = function;

    /// <summary>The exception's type, where the worker says it.</summary>
    public string? ErrorType { get; } = type;

    /// <summary>What the exception said.</summary>
    public string ErrorMessage { get; } = message;

    public string? ErrorStack { get; } = stack;

    public bool IsCancelled { get; } = cancelled;
}
