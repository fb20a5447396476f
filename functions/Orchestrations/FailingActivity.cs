using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Orchestrations;

/// <summary>An activity of an orchestration that keeps failing. It is the orchestration's custom status until the activity
/// succeeds, which adds nothing to the history and is visible to whoever inspects the instance.</summary>
/// <param name="Activity">The activity's name.</param>
/// <param name="Since">When it first failed, UTC; reset when the orchestration continues as new.</param>
/// <param name="Error">The exception's type. Its message may quote what was sent, and is only in the log.</param>
internal sealed record FailingActivity(string Activity, DateTimeOffset Since, string Error)
{
    /// <summary>Calls an activity, and retries it while the predicate allows it.</summary>
    public static Task<T> CallAsync<T>(TaskOrchestrationContext context, string activity, object? input, Func<bool> mayGoOn)
        where T : notnull =>
        ShowAsync(context, activity, mayGoOn, retries => context.CallActivityAsync<T>(activity, input, retries));

    /// <summary>Calls an activity that has no result, and retries it while the predicate allows it.</summary>
    public static Task CallAsync(TaskOrchestrationContext context, string activity, object? input, Func<bool> mayGoOn) =>
        ShowAsync(context, activity, mayGoOn, async retries =>
        {
            await context.CallActivityAsync(activity, input, retries);
            return true;
        });

    /// <summary>The failing activity that the instance shows; null when there is none. The metadata must include the custom
    /// status.</summary>
    public static FailingActivity? Of(OrchestrationMetadata instance) =>
        instance.SerializedCustomStatus is null ? null : instance.ReadCustomStatusAs<FailingActivity>();

    private static async Task<T> ShowAsync<T>(
        TaskOrchestrationContext context, string activity, Func<bool> mayGoOn, Func<TaskOptions, Task<T>> call)
    {
        FailingActivity? failing = null;
        var result = await call(ActivityRetry.RetryWhile(failure =>
        {
            failing = new(activity, failing?.Since ?? context.CurrentUtcDateTime, failure.ErrorType);
            context.SetCustomStatus(failing);
            return mayGoOn();
        }));
        if (failing is not null)
            context.SetCustomStatus(null);
        return result;
    }
}
