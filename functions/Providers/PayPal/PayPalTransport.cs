using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace ChatPay.Functions.Providers.PayPal;

/// <summary>Sends one request, with retries where that is safe: every request with an effect carries its idempotency key, so to
/// PayPal all attempts are one. All waiting uses the injected clock.</summary>
public sealed class PayPalTransport(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name of the <see cref="HttpClient"/>.</summary>
    public const string ClientName = "PayPal";

    /// <summary>The maximum number of attempts; with the longest waits about two and a half minutes, well within a function's
    /// time-out.</summary>
    public const int Attempts = 4;

    /// <summary>The time-out of one attempt, body included.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    /// <summary>If PayPal asks for a longer wait than this, it is up to the caller to come back.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline<PayPalAnswer> _pipeline = new ResiliencePipelineBuilder<PayPalAnswer> { TimeProvider = time }
        .AddRetry(
            new RetryStrategyOptions<PayPalAnswer>
            {
                MaxRetryAttempts = Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = MaxWait,
                UseJitter = true,
                ShouldHandle = attempt =>
                    ValueTask.FromResult(
                        attempt.Outcome.Exception is TimeoutRejectedException
                            || (attempt.Outcome.Result is { } answer && IsWorthAnotherAttempt(answer))),
                // Null means the exponential delay above.
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result?.RetryAfter),
            })
        .AddTimeout(AttemptTimeout)
        .Build();

    /// <summary>Never throws for what the network or PayPal did; only when cancelled, and the outcome is then unknown.</summary>
    /// <param name="request">Creates the request anew for each attempt.</param>
    /// <param name="cancellation">Cancels the call, whatever its outcome.</param>
    public async Task<PayPalAnswer> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        var mayHaveHappened = false;
        PayPalAnswer last;
        try
        {
            last = await _pipeline.ExecuteAsync(
                async token =>
                {
                    var before = mayHaveHappened;
                    mayHaveHappened = true; // Stays true unless this attempt proves otherwise.
                    var answer = await AttemptAsync(request, token);
                    mayHaveHappened = before || answer.MayHaveHappened;
                    return answer;
                },
                cancellation);
        }
        catch (TimeoutRejectedException e)
        {
            last = PayPalAnswer.None(e);
        }

        return last with { MayHaveHappened = mayHaveHappened };
    }

    private async Task<PayPalAnswer> AttemptAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        try
        {
            using var message = request();
            using var response = await clients.CreateClient(ClientName).SendAsync(message, cancellation);
            var answer = new PayPalAnswer(
                response.StatusCode,
                await response.Content.ReadAsByteArrayAsync(cancellation),
                response.Headers.TryGetValues("PayPal-Debug-Id", out var ids) ? ids.FirstOrDefault() : null,
                Wait(response.Headers.RetryAfter));
            return answer with { MayHaveHappened = !IsDefinite(answer) };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return PayPalAnswer.None(e) with { MayHaveHappened = !NeverConnected(e) };
        }
    }

    /// <summary>A 5xx may come from a gateway in front of what did the work, so even a 503 proves nothing.</summary>
    private static bool IsDefinite(PayPalAnswer answer) => answer.IsSuccess
        || answer.Status == HttpStatusCode.TooManyRequests
        || (answer.IsRefusal && !IsAnotherStillRunning(answer));

    private static bool IsWorthAnotherAttempt(PayPalAnswer answer) =>
        !(answer.RetryAfter > MaxWait)
        && (
            answer.Status
                is null
                    or HttpStatusCode.RequestTimeout
                    or HttpStatusCode.TooManyRequests
                    or >= HttpStatusCode.InternalServerError
            || IsAnotherStillRunning(answer));

    /// <summary>The same key is still being processed: an earlier attempt of ours that timed out here.</summary>
    private static bool IsAnotherStillRunning(PayPalAnswer answer) => answer.IsRefusal
        && PayPalError.Read(answer.Body) is { } error && error.Issues.Any(i => i.Issue == "PREVIOUS_REQUEST_IN_PROGRESS");

    private static bool NeverConnected(Exception e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private TimeSpan? Wait(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
