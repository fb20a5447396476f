using ChatPay.Functions.Shared.Http;
using Polly;
using Polly.Retry;

namespace ChatPay.Functions.Shared.Messaging;

/// <summary>
/// Lets a consumer wait when something it needs is down. A thrown exception would abandon the message at once, and ten
/// deliveries burn in seconds (architecture.md, rule 12). The waits stay below the five minutes for which the host renews a
/// message's lock; after them the message is abandoned and comes again.
/// </summary>
public sealed class Patience(TimeProvider time)
{
    // 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 seconds. Without jitter, so that the sum is certain.
    private const int Retries = 8;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = First,
            MaxDelay = Longest,
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } e && Passes(e)),
        })
        .Build();

    /// <summary>Does the work, and does it again while what it needs is down. It must bear being repeated.</summary>
    /// <exception cref="Exception">What cannot pass, at once; what did not pass, after three minutes.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(async token => await work(token), cancellationToken);

    // What a caller over HTTP would be told to send again.
    private static bool Passes(Exception e) => Failures.ToProblem(e).Status == 503;
}
