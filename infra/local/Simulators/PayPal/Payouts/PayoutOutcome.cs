namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>How a payout item ends when its batch is processed.</summary>
/// <param name="Status">SUCCESS, FAILED, UNCLAIMED, ONHOLD, BLOCKED, RETURNED, REFUNDED, REVERSED or PENDING.</param>
/// <param name="Error"><c>errors.name</c> of the item; null when there is none.</param>
public sealed record PayoutOutcome(string Status, string? Error = null)
{
    public static PayoutOutcome Succeeds { get; } = new("SUCCESS");

    /// <summary>The receiver has no account yet: the money waits 30 days and then comes back.</summary>
    public static PayoutOutcome Unclaimed { get; } = new("UNCLAIMED", "RECEIVER_UNREGISTERED");

    /// <summary>Nothing was taken.</summary>
    public static PayoutOutcome Failed { get; } = new("FAILED", "RECEIVER_ACCOUNT_LOCKED");

    /// <summary>PayPal reviews it.</summary>
    public static PayoutOutcome OnHold { get; } = new("ONHOLD", "ITEM_ON_HOLD");

    /// <summary>The receiver's own settings refuse it.</summary>
    public static PayoutOutcome Blocked { get; } = new("BLOCKED", "RECEIVING_PREFERENCE_ON");
}
