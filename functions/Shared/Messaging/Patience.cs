using ChatPay.Functions.Shared.Http;
using Polly;
using Polly.Retry;

namespace ChatPay.Functions.Shared.Messaging;

/// <summary>
/// Lets a consumer wait when something it needs is down. A thrown exception would abandon the message at once, and ten
/// deliveries burn in seconds (architecture.md, rule 12). The whole stays below the five minutes for which the host renews a
/// message's lock: nothing is begun again after three.
/// </summary>
public sealed class Patience(TimeProvider time)
{
    // 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 seconds. Without jitter, so that the sum is certain.
    private const int Retries = 8;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3.5);
    private static readonly ResiliencePropertyKey<long> Begun = new("begun");

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = First,
            MaxDelay = Longest,
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is { } e && Passes(e)
                && time.GetElapsedTime(attempt.Context.Properties.GetValue(Begun, 0)) < Limit),
        })
        .Build();

    /// <summary>Does the work, and does it again while what it needs is down. It must bear being repeated.</summary>
    /// <exception cref="Exception">What cannot pass, at once; what did not pass, after three minutes.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Begun, time.GetTimestamp());
        try
        {
            await _pipeline.ExecuteAsync(async c => await work(c.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // What a caller over HTTP would be told to send again.
    internal static bool Passes(Exception e) => Failures.ToProblem(e).Status == 503;
}
