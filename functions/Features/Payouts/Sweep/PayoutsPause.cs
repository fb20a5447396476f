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

    /// <summary>When the tables were restored from an export, UTC: until PayPal's lists have been compared up to then, refunds made
    /// since the export are missing, and payouts would be too high. Null when it was switched on for another reason.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>The state of restored tables.</summary>
    public static PayoutsPause Restored(string reason, DateTimeOffset now) => new(true, reason, now) { RestoredAt = now };

    /// <summary>Changes the pause; repeating a pause keeps its start time, and that the tables were restored.</summary>
    /// <param name="reason">Why; null lifts the pause.</param>
    /// <param name="now">UTC.</param>
    public PayoutsPause Change(string? reason, DateTimeOffset now) =>
        reason is null ? Off : this with { Paused = true, Reason = reason, Since = Since ?? now };
}
