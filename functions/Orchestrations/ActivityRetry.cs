using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>How the orchestrations of an order survive outages, and how often they poll the provider.</summary>
internal static class ActivityRetry
{
    private const int MaxAttempts = 1000;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromHours(1);

    /// <summary>Retries an activity for weeks, as long as the predicate allows it at each failure: what an order is owed does not
    /// end with an outage.</summary>
    public static TaskOptions RetryWhile(Func<TaskFailureDetails, bool> mayGoOn) => TaskOptions.FromRetryPolicy(
        new RetryPolicy(MaxAttempts, FirstRetry, 2, MaxRetry) { HandleFailure = failure => mayGoOn(failure) });

    /// <summary>The wait before the next poll of the provider: 1, 2, 4, … minutes, at most 6 hours.</summary>
    public static TimeSpan PollInterval(int polls) => TimeSpan.FromMinutes(Math.Min(360, 1 << Math.Min(polls, 9)));

    /// <summary>The wait before checking again for what an event should announce: 6, 12, then 24 hours.</summary>
    public static TimeSpan LookInterval(int looks) => TimeSpan.FromHours(Math.Min(24, 6 << Math.Min(looks, 2)));
}
