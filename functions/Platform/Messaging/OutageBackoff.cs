using ChatPay.Functions.Platform.Errors;
using Microsoft.Extensions.Hosting;
using Polly;
using Polly.Retry;

namespace ChatPay.Functions.Platform.Messaging;

/// <summary>Lets a consumer wait briefly when a dependency is down: a thrown exception would abandon the message at once, and ten
/// deliveries would be used up in seconds. The wait is brief, because a stopping host waits for its functions and cannot notify
/// them: no attempt starts more than eighteen seconds after the first. An attempt itself is never cut off: what is cut off each
/// time may never succeed, and a mail server that is slow to acknowledge would be sent the same mail for days.</summary>
/// <param name="time">The clock.</param>
/// <param name="host">Its stop ends the waits; null when there is none.</param>
public sealed class OutageBackoff(TimeProvider time, IHostApplicationLifetime? host = null)
{
    // 1 + 2 + 4 + 8 seconds. Without jitter, so that the sum is certain.
    private const int Retries = 4;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    // Slow failures use it up sooner. The longest wait can begin just before it ends.
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

    /// <summary>This process is stopping: what is put back now is for another process to take, at once.</summary>
    public CancellationToken Stopping => host?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>Whether the host has cancelled this call, or the whole process is stopping.</summary>
    public bool IsStopping(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested || Stopping.IsCancellationRequested;

    /// <summary>Does the work, and retries it while a dependency is down. It must be idempotent.</summary>
    /// <exception cref="OperationCanceledException">It had not succeeded, and a stop ended the wait: see
    /// <see cref="Stopping"/>.</exception>
    /// <exception cref="Exception">A permanent failure, at once; or an outage that lasted for one delivery's time.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
        var context = ResilienceContextPool.Shared.Get(over.Token);
        context.Properties.Set(Begun, time.GetTimestamp());
        try
        {
            // The work may take as long as it needs: a stop only ends the waiting.
            await _pipeline.ExecuteAsync(async _ => await work(cancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // What an HTTP caller would be told to send again.
    internal static bool Passes(Exception e) => Failures.ToProblem(e).Status == 503;
}
