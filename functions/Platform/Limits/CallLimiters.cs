using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Platform.Limits;

/// <summary>Limits calls by caller, address and conversation, with token buckets: a minute's worth may come at once. They use the
/// machine's clock, because the machine is what they protect, and are local to this instance: on Azure the limit is multiplied by
/// the number of instances, and a global one belongs in front of the app (API Management, Front Door).</summary>
public sealed class CallLimiters(IOptions<RateLimits> limits) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _callers = Of(limits.Value.CallsPerCaller);
    private readonly PartitionedRateLimiter<string> _addresses = Of(limits.Value.CallsPerAddress);
    private readonly PartitionedRateLimiter<string> _conversations = Of(limits.Value.MessagesPerConversation);

    private readonly Lock _gate = new();

    // How many calls of each address have a token that is still being checked.
    private readonly Dictionary<string, int> _unverified = new(StringComparer.Ordinal);

    /// <returns>Null when the call is allowed; otherwise the seconds after which another is.</returns>
    public int? OfCaller(string subject) => Take(_callers, subject);

    /// <summary>Counts a call without a token.</summary>
    /// <returns>As <see cref="OfCaller"/>.</returns>
    public int? OfAddress(string address)
    {
        lock (_gate)
            return WaitOf(address) ?? Take(_addresses, address);
    }

    /// <summary>Admits a call whose token is still to be checked, without counting it: while the address has a call left for each of
    /// those that are being checked, since each may be a guess. <see cref="EndUnverified"/> must follow.</summary>
    /// <returns>As <see cref="OfCaller"/>.</returns>
    public int? BeginUnverified(string address)
    {
        lock (_gate)
        {
            if (WaitOf(address) is { } seconds)
                return seconds;
            _unverified[address] = _unverified.GetValueOrDefault(address) + 1;
            return null;
        }
    }

    /// <summary>The token has been checked; only a guess is counted.</summary>
    public void EndUnverified(string address, bool wasGuess)
    {
        lock (_gate)
        {
            if (wasGuess)
                Take(_addresses, address);
            if (--_unverified[address] == 0)
                _unverified.Remove(address);
        }
    }

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

    // A bucket fills continuously, and only a whole call in it allows one.
    private int? WaitOf(string address)
    {
        var left = _addresses.GetStatistics(address)?.CurrentAvailablePermits ?? limits.Value.CallsPerAddress;
        return left > _unverified.GetValueOrDefault(address) ? null
            : left == 0 ? Take(_addresses, address) ?? 1
            : 1;
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
                _ => BucketOf(aMinute)));
    }

    /// <summary>A bucket that refills at exactly this rate, in steps of about a second.</summary>
    internal static TokenBucketRateLimiterOptions BucketOf(int aMinute)
    {
        var tokens = Math.Max(1, aMinute / (int)Period.TotalSeconds);
        return new()
        {
            TokenLimit = aMinute,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = Period * tokens / aMinute,
            AutoReplenishment = true,
            QueueLimit = 0,
        };
    }
}
