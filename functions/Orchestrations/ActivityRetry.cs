using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>How the orchestrations of an order go on in spite of outages, and how often they ask the provider.</summary>
internal static class ActivityRetry
{
    private const int MaxAttempts = 1000;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromHours(1);

    /// <summary>Activities are tried again for weeks, as long as this agrees at each failure: what an order is owed does not end with an
    /// outage.</summary>
    public static TaskOptions RetryWhile(Func<TaskFailureDetails, bool> mayGoOn) => TaskOptions.FromRetryPolicy(
        new RetryPolicy(MaxAttempts, FirstRetry, 2, MaxRetry) { HandleFailure = failure => mayGoOn(failure) });

    /// <summary>The wait before asking the provider again: 1, 2, 4, … minutes, at most 6 hours.</summary>
    public static TimeSpan PollInterval(int polls) => TimeSpan.FromMinutes(Math.Min(360, 1 << Math.Min(polls, 9)));

    /// <summary>The wait before looking once more for what should wake it by an event: 6, 12, then 24 hours.</summary>
    public static TimeSpan LookInterval(int looks) => TimeSpan.FromHours(Math.Min(24, 6 << Math.Min(looks, 2)));
}
