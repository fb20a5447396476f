using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Orchestrations;

/// <summary>That an activity of an orchestration keeps failing. It is the orchestration's custom status until the activity succeeds: that
/// adds nothing to the history, and whoever looks at the instance sees it.</summary>
/// <param name="Activity">Its name.</param>
/// <param name="Since">When it failed first, UTC. Starts anew when the orchestration continues as new.</param>
/// <param name="Error">The exception's type. Its text may hold what was sent, and stands in the log.</param>
internal sealed record FailingActivity(string Activity, DateTimeOffset Since, string Error)
{
    /// <summary>Calls an activity, and again while it fails and this agrees.</summary>
    public static Task<T> CallAsync<T>(TaskOrchestrationContext context, string activity, object? input, Func<bool> mayGoOn)
        where T : notnull =>
        ShowAsync(context, activity, mayGoOn, retries => context.CallActivityAsync<T>(activity, input, retries));

    /// <summary>The same for an activity without a result.</summary>
    public static Task CallAsync(TaskOrchestrationContext context, string activity, object? input, Func<bool> mayGoOn) =>
        ShowAsync(context, activity, mayGoOn, async retries =>
        {
            await context.CallActivityAsync(activity, input, retries);
            return true;
        });

    /// <summary>What the instance shows; null when nothing fails there. The instance was read with its status.</summary>
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
