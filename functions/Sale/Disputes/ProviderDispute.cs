namespace ChatPay.Functions.Sale.Disputes;

/// <summary>What the provider says of a dispute now. <see cref="DisputeVerdict"/> says what it means.</summary>
/// <param name="Id">The dispute.</param>
/// <param name="UpdatedAt">The provider's time of this state.</param>
/// <param name="Status">The provider's status.</param>
/// <param name="Amount">What is disputed; zero when it is not said.</param>
/// <param name="Settlement">Taken from the seller's side for the claim, less what was given back; null when it is not said.</param>
/// <param name="Fees">What the provider charges for it, less what was given back; null when it is not said.</param>
public sealed record ProviderDispute(string Id, DateTimeOffset UpdatedAt, string Status, Money Amount, Money? Settlement, Money? Fees)
{
    /// <summary>See <see cref="ProviderDisputeOutcome"/>; null while it is open.</summary>
    public string? Outcome { get; init; }

    /// <summary>What the buyer gets by the outcome, be it of the seller or of PayPal; null when it is not said.</summary>
    public Money? Refunded { get; init; }

    /// <summary>Taken from the seller's side for the claim, whatever was given back since; null when it is not said.</summary>
    public Money? Taken { get; init; }

    /// <summary>What is said of the amounts cannot be read, or contradicts itself.</summary>
    public bool AmountsUnclear { get; init; }

    public string? Reason { get; init; }

    public bool IsChargeback { get; init; }

    public bool CanBeAccepted { get; init; }

    public DateTimeOffset? AnswerBy { get; init; }

    public bool IsOpen => Status != ProviderDisputeStatus.Resolved;
}
