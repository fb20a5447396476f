using System.Net;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>The response to one request after all its attempts.</summary>
/// <param name="Status">The status of the last response; null if there was none.</param>
/// <param name="Body">The whole body.</param>
/// <param name="DebugId">The <c>PayPal-Debug-Id</c> header.</param>
/// <param name="RetryAfter">How long PayPal asked to wait.</param>
/// <param name="Failure">Why there was no answer.</param>
/// <param name="MayHaveHappened">Whether any attempt, not only the last, may have been carried out without its response having been
/// read. When false, no response means that nothing happened.</param>
public sealed record PayPalAnswer(
    HttpStatusCode? Status,
    byte[] Body,
    string? DebugId = null,
    TimeSpan? RetryAfter = null,
    Exception? Failure = null,
    bool MayHaveHappened = false)
{
    public static PayPalAnswer None(Exception failure) => new(null, [], Failure: failure);

    public bool IsSuccess => (int?)Status is >= 200 and < 300;

    /// <summary>A 4xx is a definite answer, except for 408 (time-out) and 429 (rate limit).</summary>
    public bool IsRefusal => (int?)Status is >= 400 and < 500 and not (408 or 429);

    /// <summary>A description without anything that was sent.</summary>
    public string Describe() => this switch
    {
        { Status: { } status } => $"the last answer was HTTP {(int)status}",
        { Failure: Polly.Timeout.TimeoutRejectedException } => "it did not answer in time",
        _ => "the connection failed",
    };
}
