using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>What a dispute has taken from the seller's side, from PayPal's lists of money movements.</summary>
/// <param name="Settlement">Taken for the claim, less what was given back; null when no list has it.</param>
/// <param name="Fees">What PayPal charges for it, less what was given back; null when no list has it.</param>
/// <param name="AreUnclear">Whether a list cannot be parsed, or two lists differ.</param>
public readonly record struct DisputeAmounts(Money? Settlement, Money? Fees, bool AreUnclear = false)
{
    /// <summary>The lists do not say what this order has lost.</summary>
    public static DisputeAmounts Unclear { get; } = new(null, null, AreUnclear: true);

    /// <summary>Whether any money was taken, or the lists cannot say.</summary>
    public bool HasMoved => AreUnclear || Settlement is { MinorUnits: > 0 } || Fees is { MinorUnits: > 0 } || Taken is { MinorUnits: > 0 };

    /// <summary>Taken for the claim, whatever was given back since; null when no list has it.</summary>
    public Money? Taken { get; init; }

    /// <summary>Reads the deprecated list and its replacement; either may be missing.</summary>
    public static DisputeAmounts Of(PayPalDispute dispute, string currency)
    {
        var (old, current) = (Read(dispute.MoneyMovements, currency), Read(dispute.FundMovements, currency));
        return old is null || current is null || old == current ? old ?? current ?? default : Unclear;
    }

    private static DisputeAmounts? Read(IReadOnlyList<PayPalMoneyMovement>? movements, string currency)
    {
        var listed = movements ?? [];
        var ours = listed.Where(m => m.IsOf(PayPalMoneyMovement.Seller)).ToList();
        // A movement on the buyer's side alone does not say who has paid it, unless PayPal has.
        if (ours.Count == 0)
            return listed.Any(m => m.IsOf(PayPalMoneyMovement.Processor)) ? new(Money.Zero(currency), Money.Zero(currency)) : null;
        if (!ours.TrueForAll(m => IsReadable(m, currency)))
            return Unclear;

        var (settlement, fees) = (Net(ours.Where(m => !m.IsFee), currency), Net(ours.Where(m => m.IsFee), currency));
        var taken = Net(ours.Where(m => !m.IsFee && m.Type == PayPalMoneyMovement.Debit), currency);
        return settlement.MinorUnits < 0 || fees.MinorUnits < 0 ? Unclear : new(settlement, fees) { Taken = taken };
    }

    private static bool IsReadable(PayPalMoneyMovement movement, string currency) =>
        movement.Amount?.Currency == currency
        && movement.Type is PayPalMoneyMovement.Debit or PayPalMoneyMovement.Credit
        && (movement.IsFee || movement.Reason == PayPalMoneyMovement.Settlement);

    private static Money Net(IEnumerable<PayPalMoneyMovement> movements, string currency) => movements.Aggregate(
        Money.Zero(currency), (sum, m) => m.Type == PayPalMoneyMovement.Debit ? sum + m.Amount!.Value : sum - m.Amount!.Value);
}
