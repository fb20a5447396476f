namespace ChatPay.Functions.Sale.Refunds;

/// <summary>Money that PayPal shows as gone back, heard of while a case is open. It may be the money of the case: that is decided when the
/// case is, and until then it is in no book.</summary>
/// <param name="Id">The provider's refund id.</param>
/// <param name="Amount">How much.</param>
/// <param name="IsReversal">PayPal has taken it back by itself.</param>
/// <param name="IsCompleted">Otherwise it is pending there.</param>
public sealed record HeardRefund(string Id, Money Amount, bool IsReversal, bool IsCompleted)
{
    /// <summary>When it was made there, UTC; null when that is not said.</summary>
    public DateTimeOffset? MadeAt { get; init; }
}
