using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>Limits calls by caller, address and conversation, with token buckets: a minute's worth may come at once. They use the
/// machine's clock, because the machine is what they protect, and are local to this instance: on Azure the limit is multiplied by
/// the number of instances, and a global one belongs in front of the app (API Management, Front Door).</summary>
public sealed class CallLimiters(IOptions<RateLimits> limits) : IDisposable
{
    private const int Refills = 60;

    private readonly PartitionedRateLimiter<string> _callers = Of(limits.Value.CallsPerCaller);
    private readonly PartitionedRateLimiter<string> _addresses = Of(limits.Value.CallsPerAddress);
    private readonly PartitionedRateLimiter<string> _conversations = Of(limits.Value.MessagesPerConversation);

    /// <returns>Null when the call is allowed; otherwise the seconds after which another is.</returns>
    public int? OfCaller(string subject) => Take(_callers, subject);

    /// <inheritdoc cref="OfCaller"/>
    public int? OfAddress(string address) => Take(_addresses, address);

    /// <summary>Whether a call from this address would be allowed, without counting one. A bucket fills continuously, and only a whole
    /// call in it allows one.</summary>
    /// <returns>As <see cref="OfCaller"/>.</returns>
    public int? WaitOfAddress(string address) =>
        _addresses.GetStatistics(address) is { CurrentAvailablePermits: 0 } ? Take(_addresses, address) : null;

    /// <summary>Counted for each side: who floods a conversation does not keep the other from complaining.</summary>
    /// <returns>As <see cref="OfCaller"/>.</returns>
    public int? OfConversation(string conversationId, string subject) => Take(_conversations, $"{conversationId} {subject}");

    /// <summary>Counts a call that writes to a conversation.</summary>
    /// <exception cref="Errors.ProblemException">429: the caller writes too much to it.</exception>
    public void CountInConversation(string conversationId, string subject)
    {
        if (OfConversation(conversationId, subject) is { } seconds)
            throw LimitCalls.TooMany(seconds);
    }

    public void Dispose()
    {
        _callers.Dispose();
        _addresses.Dispose();
        _conversations.Dispose();
    }

    private static int? Take(PartitionedRateLimiter<string> limiter, string of)
    {
        using var lease = limiter.AttemptAcquire(of);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
    }

    // The limiter itself drops unused buckets. Its timer would capture the first caller's context, such as its trace, for as long
    // as the app runs.
    private static PartitionedRateLimiter<string> Of(int aMinute)
    {
        using var _ = ExecutionContext.SuppressFlow();
        return PartitionedRateLimiter.Create<string, string>(of =>
            RateLimitPartition.GetTokenBucketLimiter(
                of,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = aMinute,
                    TokensPerPeriod = Math.Max(1, aMinute / Refills),
                    ReplenishmentPeriod = TimeSpan.FromSeconds(aMinute < Refills ? (double)Refills / aMinute : 1),
                    AutoReplenishment = true,
                    QueueLimit = 0,
                }));
    }
}
