namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>The global pause: while it is on, no payout is sent. Holds end and payouts are released as usual, refunds continue, and
/// what was sent before is followed to its end.</summary>
/// <param name="Paused">Whether it is on.</param>
/// <param name="Reason">Why; null when it is off.</param>
/// <param name="Since">When it was switched on, UTC; null when it is off.</param>
public sealed record PayoutsPause(bool Paused, string? Reason, DateTimeOffset? Since)
{
    /// <summary>The initial state.</summary>
    public static PayoutsPause Off { get; } = new(false, null, null);

    /// <summary>Changes the pause; repeating a pause keeps its start time.</summary>
    /// <param name="reason">Why; null lifts the pause.</param>
    /// <param name="now">UTC.</param>
    public PayoutsPause Change(string? reason, DateTimeOffset now) => reason is null ? Off : new(true, reason, Since ?? now);
}
