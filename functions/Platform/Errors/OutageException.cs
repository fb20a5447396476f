namespace ChatPay.Functions.Platform.Errors;

/// <summary>Something this app depends on did not answer. Over HTTP it becomes 503; a consumer waits and tries again. What was
/// begun is found by the next attempt, under the same key.</summary>
public abstract class OutageException : Exception
{
    /// <param name="dependency">For the caller, such as <c>PayPal</c>.</param>
    /// <param name="message">For the log; no data that was sent.</param>
    /// <param name="inner">What it ran into.</param>
    protected OutageException(string dependency, string message, Exception? inner)
        : base(message, inner) => Dependency = dependency;

    /// <summary>What did not answer.</summary>
    public string Dependency { get; }
}
