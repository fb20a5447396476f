using System.Net;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>What came back for one request after all its attempts.</summary>
/// <param name="Status">The last answer's status; null when there was none.</param>
/// <param name="Body">The whole body.</param>
/// <param name="DebugId">The <c>PayPal-Debug-Id</c> header.</param>
/// <param name="RetryAfter">How long PayPal asked to wait.</param>
/// <param name="Failure">Why there was no answer.</param>
/// <param name="MayHaveHappened">Whether some attempt, not only the last, may have been carried out without its answer having
/// been read. Without it, no answer means nothing happened.</param>
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

    /// <summary>A 4xx is an answer to the request; the two that are not are time-outs and the rate limit.</summary>
    public bool IsRefusal => (int?)Status is >= 400 and < 500 and not (408 or 429);

    /// <summary>In words, without anything that was sent.</summary>
    public string Describe() => this switch
    {
        { Status: { } status } => $"the last answer was HTTP {(int)status}",
        { Failure: Polly.Timeout.TimeoutRejectedException } => "it did not answer in time",
        _ => "the connection failed",
    };
}
