using ChatPay.Functions.Platform.Errors;
using Microsoft.Extensions.Hosting;
using Polly;
using Polly.Retry;

namespace ChatPay.Functions.Platform.Messaging;

/// <summary>
/// Lets a consumer wait a little when something it needs is down: a thrown exception would abandon the message at once, and ten
/// deliveries burn in seconds. It is a little only, because a host that stops waits for its functions
/// and cannot tell them: nothing is begun again more than eighteen seconds after the first attempt. An attempt itself is never cut off:
/// what is cut off each time may never get through, and a mail server that is slow to say yes would be sent the same mail for days.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="host">When it stops, the waits end. Without one they do not.</param>
public sealed class OutageBackoff(TimeProvider time, IHostApplicationLifetime? host = null)
{
    // 1 + 2 + 4 + 8 seconds. Without jitter, so that the sum is certain.
    private const int Retries = 4;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    // Attempts that fail slowly use it up sooner. The longest wait can begin just before it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly ResiliencePropertyKey<long> Begun = new("begun");

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = First,
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is { } e && Passes(e)
                && time.GetElapsedTime(attempt.Context.Properties.GetValue(Begun, 0)) < Limit),
        })
        .Build();

    /// <summary>This process is told to end: what is put back now is put back for somebody else, at once.</summary>
    public CancellationToken Stopping => host?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>Whether the host has given up this call, or the whole process ends.</summary>
    public bool IsStopping(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested || Stopping.IsCancellationRequested;

    /// <summary>Does the work, and does it again while what it needs is down. It must be idempotent.</summary>
    /// <exception cref="OperationCanceledException">It had not worked, and the wait is over: see <see cref="Stopping"/>.</exception>
    /// <exception cref="Exception">What cannot pass, at once; what did not pass in one delivery's time.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
        var context = ResilienceContextPool.Shared.Get(over.Token);
        context.Properties.Set(Begun, time.GetTimestamp());
        try
        {
            // The work goes on for as long as it may: it is the waiting that a stop ends.
            await _pipeline.ExecuteAsync(async _ => await work(cancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // What a caller over HTTP would be told to send again.
    internal static bool Passes(Exception e) => Failures.ToProblem(e).Status == 503;
}
