namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>How a payout item ends when its batch is processed.</summary>
/// <param name="Status">SUCCESS, FAILED, UNCLAIMED, ONHOLD, BLOCKED, RETURNED, REFUNDED, REVERSED or PENDING.</param>
/// <param name="Error"><c>errors.name</c> of the item; null when there is none.</param>
public sealed record PayoutOutcome(string Status, string? Error = null)
{
    public static PayoutOutcome Succeeds { get; } = new("SUCCESS");

    /// <summary>The receiver has no account yet: the money waits 30 days and is then returned.</summary>
    public static PayoutOutcome Unclaimed { get; } = new("UNCLAIMED", "RECEIVER_UNREGISTERED");

    /// <summary>The payout fails, and no money is taken.</summary>
    public static PayoutOutcome Failed { get; } = new("FAILED", "RECEIVER_ACCOUNT_LOCKED");

    /// <summary>PayPal reviews the payout.</summary>
    public static PayoutOutcome OnHold { get; } = new("ONHOLD", "ITEM_ON_HOLD");

    /// <summary>The receiver's settings refuse the payout.</summary>
    public static PayoutOutcome Blocked { get; } = new("BLOCKED", "RECEIVING_PREFERENCE_ON");
}
