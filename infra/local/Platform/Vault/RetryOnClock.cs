using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatPay.Local.Vault;

/// <summary>The official client's retries (three, the first after 0.8 s, doubling each time, or as Retry-After says), waiting on the
/// platform's clock: the client's own policy can only use the machine's.</summary>
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
                // Retried below, like an error response.
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
                // Retried below, like an error response.
            }

            Task.Delay(WaitBefore(message, retry), clock, message.CancellationToken).GetAwaiter().GetResult();
        }
    }

    private static bool Retries(HttpMessage message, int retry) => retry <= Most && message.ResponseClassifier.IsRetriableResponse(message);

    private TimeSpan WaitBefore(HttpMessage message, int retry)
    {
        Response? response = message.HasResponse ? message.Response : null;
        var wait = _delays.GetNextDelay(response, retry);
        // Frees the connection during the wait.
        response?.Dispose();
        return wait;
    }
}
