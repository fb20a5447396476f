using ChatPay.Local.Durable.History;
using Microsoft.DurableTask;
using CoreTaskFailedException = DurableTask.Core.Exceptions.TaskFailedException;

namespace ChatPay.Local.Durable.Replay;

/// <summary>Tries a task again as its options say. Runs inside the orchestrator, so every wait is in its history.</summary>
internal static class Retries
{
    public static Task<Outcome> Run(OrchestratorContext context, TaskRetryOptions? options, Func<Task<Outcome>> attempt) => options switch
    {
        { Policy: { } policy } => ByPolicy(context, policy, attempt),
        { Handler: { } handler } => ByHandler(context, handler, attempt),
        _ => attempt(),
    };

    private static async Task<Outcome> ByPolicy(OrchestratorContext context, RetryPolicy policy, Func<Task<Outcome>> attempt)
    {
        var begun = context.Now;
        for (var failures = 1; ; failures++)
        {
            var outcome = await attempt();
            if (outcome.Failure is not { Final: false } failure
                || failures == policy.MaxNumberOfAttempts
                || !Handles(policy, failure)
                || (policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.Now - begun >= policy.RetryTimeout))
            {
                return outcome;
            }

            await context.CreateTimer(context.Now + Delay(policy, failures - 1), CancellationToken.None);
        }
    }

    private static async Task<Outcome> ByHandler(OrchestratorContext context, AsyncRetryHandler handler, Func<Task<Outcome>> attempt)
    {
        var begun = context.Now;
        for (var failures = 1; ; failures++)
        {
            var outcome = await attempt();
            if (outcome.Failure is not { Final: false } failure)
                return outcome;

            var retry = new RetryContext(context, failures, failure.Details(), context.Now - begun, CancellationToken.None);
            if (!await handler(retry))
                return outcome;
        }
    }

    private static TimeSpan Delay(RetryPolicy policy, int n)
    {
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, n);
        return milliseconds < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : longest;
    }

    // A filter that throws must not hide the failure it was asked about: no retry, as the official engine does.
    private static bool Handles(RetryPolicy policy, Failure failure)
    {
        try
        {
            // It takes a failure in no other form.
            return policy.Handle(new CoreTaskFailedException(failure.Message) { FailureDetails = CoreHistory.Of(failure) });
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
