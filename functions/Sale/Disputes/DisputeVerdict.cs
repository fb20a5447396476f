namespace ChatPay.Functions.Sale.Disputes;

/// <summary>What a resolved dispute has cost the seller's side. The outcome says who has won, the money movements say how much;
/// where the two disagree, nobody has won yet.</summary>
internal static class DisputeVerdict
{
    /// <returns>The loss, zero when the seller has won; null while the dispute is unresolved, outcome and amounts disagree, or no
    /// amount is reported.</returns>
    public static Money? LossOf(Order order, Dispute before, ProviderDispute reading)
    {
        if (reading.IsOpen || reading.AmountsUnclear)
            return null;

        return reading.Outcome switch
        {
            ProviderDisputeOutcome.BuyerFavour or ProviderDisputeOutcome.Accepted => reading.Settlement switch
            {
                { MinorUnits: > 0 } taken => taken,
                { } => null,
                null => CanBeTheSellers(order, before, reading) ? reading.Refunded : null,
            },
            ProviderDisputeOutcome.SellerFavour or ProviderDisputeOutcome.CancelledByBuyer or ProviderDisputeOutcome.Denied =>
                reading.Settlement switch
                {
                    { MinorUnits: > 0 } => null,
                    { } nothing => nothing,
                    null => IsExplained(order, reading) ? Money.Zero(order.Terms.Currency) : null,
                },
            // The outcome does not say who bears it, or is unknown: only the movements can.
            _ => reading.Settlement,
        };
    }

    /// <summary>Whether everything the buyer gets by the outcome can be charged to the seller: no more than is disputed and left of
    /// the payment, and no refund since, which may be the same money, or a reversal of another amount.</summary>
    private static bool CanBeTheSellers(Order order, Dispute before, ProviderDispute reading) =>
        reading.Refunded is { } refunded
        && refunded.Currency == order.Terms.Currency
        && (reading.Amount.MinorUnits == 0 || refunded <= reading.Amount)
        && refunded <= order.LeftFor(before.Id)
        && order.HeardRefunds.All(h => h.IsReversal && h.Amount == refunded)
        && !order.Refunds.Any(r => r.Counts && r.At >= before.OpenedAt);

    /// <summary>Whether the buyer, who has not won, gets nothing, or no more than the seller has already refunded.</summary>
    private static bool IsExplained(Order order, ProviderDispute reading) =>
        reading.Refunded is not { } refunded || (refunded.Currency == order.Terms.Currency && refunded <= order.Refunded);
}
