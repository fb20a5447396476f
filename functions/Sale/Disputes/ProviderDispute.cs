namespace ChatPay.Functions.Sale.Disputes;

/// <summary>What the provider currently reports about a dispute. <see cref="DisputeVerdict"/> interprets it.</summary>
/// <param name="Id">The provider's dispute id.</param>
/// <param name="UpdatedAt">The provider's time of this state, UTC.</param>
/// <param name="Status">The provider's status.</param>
/// <param name="Amount">What is disputed; zero when not reported.</param>
/// <param name="Settlement">Taken from the seller's side for the claim, less what was given back; null when not reported.</param>
/// <param name="Fees">What the provider charges for it, less what was given back; null when not reported.</param>
public sealed record ProviderDispute(string Id, DateTimeOffset UpdatedAt, string Status, Money Amount, Money? Settlement, Money? Fees)
{
    /// <summary>See <see cref="ProviderDisputeOutcome"/>; null while it is open.</summary>
    public string? Outcome { get; init; }

    /// <summary>What the buyer gets by the outcome, from the seller or from PayPal; null when not reported.</summary>
    public Money? Refunded { get; init; }

    /// <summary>Taken from the seller's side for the claim, whatever was given back since; null when not reported.</summary>
    public Money? Taken { get; init; }

    /// <summary>Whether the reported amounts cannot be parsed, or contradict each other.</summary>
    public bool AmountsUnclear { get; init; }

    public string? Reason { get; init; }

    public bool IsChargeback { get; init; }

    public bool CanBeAccepted { get; init; }

    public DateTimeOffset? AnswerBy { get; init; }

    public bool IsOpen => Status != ProviderDisputeStatus.Resolved;
}
