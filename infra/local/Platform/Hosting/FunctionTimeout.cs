using ChatPay.Local.Clock;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary>Enforces host.json's <c>functionTimeout</c>, on the platform's clock: the function's token is cancelled and its
/// invocation fails, whether or not the function stops. Orchestrators are exempt: a turn awaits nothing.</summary>
internal sealed class FunctionTimeout(LocalClock clock, TimeSpan? limit)
{
    public bool Covers(LocalFunction function) => limit is not null && function.Trigger is not OrchestrationTriggerAttribute;

    public async Task<T> LimitAsync<T>(LocalFunction function, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        ITimer? timer = null;

        // The host's own timer: a function does not wait for the clock just because it has a limit.
        clock.Work.Detach(() => timer = clock.CreateTimer(
            _ => late.TrySetException(new TimeoutException($"Timeout value of {limit:c} was exceeded by function: {function.Name}")),
            null, limit!.Value, Timeout.InfiniteTimeSpan));
        clock.Work.Limit();
        await using (timer!)
        {
            var running = run(over.Token);
            if (await Task.WhenAny(running, late.Task) == running)
                return await running;

            // Observes what the function throws after the timeout.
            _ = running.ContinueWith(
                t => t.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            await over.CancelAsync();
            return await late.Task;
        }
    }
}
