namespace ChatPay.Functions.Platform.Errors;

/// <summary>A dependency of this app did not respond. Over HTTP it becomes 503; a consumer waits and tries again. The next attempt,
/// under the same key, finds what was begun.</summary>
public abstract class OutageException : Exception
{
    /// <param name="dependency">For the caller, such as <c>PayPal</c>.</param>
    /// <param name="message">For the log; no data that was sent.</param>
    /// <param name="inner">The cause, if any.</param>
    protected OutageException(string dependency, string message, Exception? inner)
        : base(message, inner) => Dependency = dependency;

    /// <summary>The dependency that did not respond.</summary>
    public string Dependency { get; }
}
