using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;

namespace ChatPay.Functions.Platform.Orders.Views;

/// <summary>A dispute as buyer and seller see it.</summary>
/// <param name="Id">The provider's dispute id, by which both parties find it there.</param>
/// <param name="Status">See <see cref="DisputeState"/>.</param>
/// <param name="Amount">What is disputed.</param>
/// <param name="OpenedAt">UTC.</param>
public sealed record DisputeView(string Id, DisputeState Status, Money Amount, DateTimeOffset OpenedAt)
{
    public string? Reason { get; init; }

    public bool IsChargeback { get; init; }

    /// <summary>The deadline for the seller's response, UTC.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>What the buyer was refunded.</summary>
    public Money? Returned { get; init; }

    /// <summary>Whether PayPal has resolved it, and an operator has yet to find out its cost; absent otherwise.</summary>
    public bool? AmountsMissing { get; init; }

    internal static DisputeView Of(Dispute @case) => new(@case.Id, @case.State, @case.Amount, @case.OpenedAt)
    {
        Reason = @case.Reason,
        IsChargeback = @case.IsChargeback,
        AnswerBy = @case.AnswerBy,
        ResolvedAt = @case.ResolvedAt,
        AmountsMissing = @case.AmountsMissing ? true : null,
        Returned = @case.Lost.MinorUnits > 0 ? @case.Lost : null,
    };
}
