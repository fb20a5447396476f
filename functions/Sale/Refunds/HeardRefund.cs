namespace ChatPay.Functions.Sale.Refunds;

/// <summary>Money that PayPal shows as returned while a dispute is open. It may be the dispute's money: that is decided together
/// with the dispute, and until then it is not booked.</summary>
/// <param name="Id">The provider's refund id.</param>
/// <param name="Amount">The amount.</param>
/// <param name="IsReversal">Whether PayPal has taken it back by itself.</param>
/// <param name="IsCompleted">Whether it is completed; otherwise it is pending at PayPal.</param>
public sealed record HeardRefund(string Id, Money Amount, bool IsReversal, bool IsCompleted)
{
    /// <summary>When it was made at PayPal, UTC; null when not reported.</summary>
    public DateTimeOffset? MadeAt { get; init; }
}
