using Microsoft.DurableTask;

namespace ChatPay.Functions.Orders;

/// <summary>How the orchestrations of an order go on in spite of outages, and how often they ask the provider.</summary>
internal static class Persistence
{
    /// <summary>Activities are tried again for weeks: what an order is owed does not end with an outage.</summary>
    public static readonly TaskOptions Patiently = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 1000, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1)));

    /// <summary>The wait before asking the provider again: 1, 2, 4, … minutes, at most 6 hours (orders.md, Timers).</summary>
    public static TimeSpan PollInterval(int polls) => TimeSpan.FromMinutes(Math.Min(360, 1 << Math.Min(polls, 9)));
}
