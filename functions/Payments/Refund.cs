using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payments;

/// <summary>Money on its way back to the buyer.</summary>
/// <param name="N">1, 2, …</param>
/// <param name="State">See <see cref="RefundState"/>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Amount">What the buyer gets.</param>
/// <param name="At">When it was decided, UTC.</param>
public sealed record Refund(int N, RefundState State, RefundReason Reason, Money Amount, DateTimeOffset At)
{
    /// <summary>The part taken from the seller's held or payable money. The platform returns its fee pro rata; the rest is the
    /// seller's debt, or the platform's loss.</summary>
    public Money FromSeller { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The part of the platform's fee that is returned.</summary>
    public Money FromPlatform { get; init; } = Money.Zero(Amount.Currency);

    /// <summary>The order's lines that will not be shipped any more; none when it is not about lines.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>The provider's refund id.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The provider's issue code, when it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>When the provider completed it, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The idempotency key at the provider, and the id of the refund's orchestration.</summary>
    public static string Key(string orderId, int n) => DerivedKey.Of(orderId, "refund", n);

    /// <summary>The order and the number in such a key; null when it is none of ours.</summary>
    public static (string OrderId, int N)? Parse(string? key) => DerivedKey.Parse(key, "refund");
}
