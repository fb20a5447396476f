namespace ChatPay.Local.Worker;

/// <summary>An invocation failed in the worker. Carries the failure as reported; the exception itself stays in the worker.</summary>
/// <param name="function">The function's name.</param>
/// <param name="type">The exception's type, if the worker reports it.</param>
/// <param name="message">The exception's message.</param>
/// <param name="stack">The exception's stack trace.</param>
/// <param name="cancelled">Whether the function was cancelled.</param>
public sealed class FunctionFailedException(string function, string? type, string message, string? stack, bool cancelled)
    : Exception($"The function {function} {(cancelled ? "was cancelled" : "failed")}: {message}")
{
    public string Function { get; } = function;

    /// <summary>The exception's type, if the worker reports it.</summary>
    public string? ErrorType { get; } = type;

    /// <summary>The exception's message.</summary>
    public string ErrorMessage { get; } = message;

    public string? ErrorStack { get; } = stack;

    public bool IsCancelled { get; } = cancelled;
}
