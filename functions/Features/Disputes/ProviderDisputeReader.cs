using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>Interprets PayPal's representation of a dispute.</summary>
internal static class ProviderDisputeReader
{
    /// <summary>The current state of the dispute.</summary>
    /// <param name="dispute">The dispute as returned by PayPal.</param>
    /// <param name="currency">The order's currency.</param>
    /// <param name="now">The time to use for a dispute without one, UTC.</param>
    public static ProviderDispute Read(PayPalDispute dispute, string currency, DateTimeOffset now)
    {
        var amounts = DisputeAmounts.Of(dispute, currency);
        return new ProviderDispute(
            dispute.DisputeId,
            dispute.UpdateTime ?? dispute.CreateTime ?? now,
            dispute.Status,
            dispute.DisputeAmount is { } amount && amount.Currency == currency ? amount : Money.Zero(currency),
            amounts.Settlement,
            amounts.Fees)
        {
            Outcome = dispute.DisputeOutcome?.OutcomeCode,
            Refunded = dispute.DisputeOutcome?.AmountRefunded is { MinorUnits: not 0 } refunded ? refunded : null,
            Taken = amounts.Taken,
            AmountsUnclear = amounts.AreUnclear,
            Reason = dispute.Reason,
            IsChargeback = dispute.DisputeChannel == "EXTERNAL",
            CanBeAccepted = dispute.CanBeAccepted,
            AnswerBy = dispute.SellerResponseDueDate,
        };
    }
}
