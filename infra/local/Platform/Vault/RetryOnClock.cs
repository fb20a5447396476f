using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatPay.Local.Vault;

/// <summary>The official client's retries (three, after 0.8 s and twice as long each time, or when Retry-After says) with waits on
/// the platform's clock: the client's own policy can wait on the machine's alone.</summary>
public sealed class RetryOnClock(TimeProvider clock) : HttpPipelinePolicy
{
    private const int Most = 3;
    private readonly DelayStrategy _delays = DelayStrategy.CreateExponentialDelayStrategy();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        for (var retry = 1; ; retry++)
        {
            try
            {
                await ProcessNextAsync(message, pipeline);
                if (!Retries(message, retry))
                    return;
            }
            catch (Exception e) when (retry <= Most && message.ResponseClassifier.IsRetriable(message, e))
            {
                // Tried again below, as what came back with an answer.
            }

            await Task.Delay(WaitBefore(message, retry), clock, message.CancellationToken);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        for (var retry = 1; ; retry++)
        {
            try
            {
                ProcessNext(message, pipeline);
                if (!Retries(message, retry))
                    return;
            }
            catch (Exception e) when (retry <= Most && message.ResponseClassifier.IsRetriable(message, e))
            {
                // Tried again below, as what came back with an answer.
            }

            Task.Delay(WaitBefore(message, retry), clock, message.CancellationToken).GetAwaiter().GetResult();
        }
    }

    private static bool Retries(HttpMessage message, int retry) => retry <= Most && message.ResponseClassifier.IsRetriableResponse(message);

    private TimeSpan WaitBefore(HttpMessage message, int retry)
    {
        Response? response = message.HasResponse ? message.Response : null;
        var wait = _delays.GetNextDelay(response, retry);
        // The connection is free again for others while this waits.
        response?.Dispose();
        return wait;
    }
}
