using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Cases;

/// <summary>What the provider says of a dispute now. The money is that of its movements alone, never of its outcome's name.</summary>
/// <param name="Id">The dispute.</param>
/// <param name="UpdatedAt">The provider's time of this state.</param>
/// <param name="Status">The provider's status.</param>
/// <param name="Amount">What is disputed.</param>
/// <param name="Settlement">Taken from the seller's side for the claim, less what was given back.</param>
/// <param name="Fees">What the provider charges for it, less what was given back.</param>
public sealed record CaseReading(string Id, DateTimeOffset UpdatedAt, string Status, Money Amount, Money Settlement, Money Fees)
{
    public string? Outcome { get; init; }

    public string? Reason { get; init; }

    public bool IsChargeback { get; init; }

    public bool CanBeAccepted { get; init; }

    public DateTimeOffset? AnswerBy { get; init; }

    public bool IsOpen => Status != PayPalDisputeStatus.Resolved;

    /// <summary>Reads a dispute.</summary>
    /// <param name="dispute">As PayPal shows it.</param>
    /// <param name="currency">The order's.</param>
    /// <param name="now">Stands for the time of a dispute that names none.</param>
    public static CaseReading Of(PayPalDispute dispute, string currency, DateTimeOffset now) => new(
        dispute.DisputeId,
        dispute.UpdateTime ?? dispute.CreateTime ?? now,
        dispute.Status,
        dispute.DisputeAmount ?? Money.Zero(currency),
        Net(dispute, currency, m => m.Reason == PayPalMoneyMovement.Settlement),
        Net(dispute, currency, m => m.Reason != PayPalMoneyMovement.Settlement))
    {
        Outcome = dispute.DisputeOutcome?.OutcomeCode,
        Reason = dispute.Reason,
        IsChargeback = dispute.DisputeChannel == "EXTERNAL",
        CanBeAccepted = dispute.CanBeAccepted,
        AnswerBy = dispute.SellerResponseDueDate,
    };

    private static Money Net(PayPalDispute dispute, string currency, Func<PayPalMoneyMovement, bool> which) =>
        (dispute.MoneyMovements ?? [])
            .Where(m => m.AffectedParty == PayPalMoneyMovement.Seller && m.Amount?.Currency == currency && which(m))
            .Aggregate(Money.Zero(currency), (sum, m) => m.Type == PayPalMoneyMovement.Debit ? sum + m.Amount!.Value : sum - m.Amount!.Value);
}
