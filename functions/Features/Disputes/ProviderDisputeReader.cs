using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;

namespace ChatPay.Functions.Features.Disputes;

/// <summary>Interprets PayPal's representation of a dispute.</summary>
internal static class ProviderDisputeReader
{
    /// <summary>The current state of the dispute, for one of its orders.</summary>
    /// <param name="dispute">The dispute as returned by PayPal.</param>
    /// <param name="order">The order.</param>
    /// <param name="now">The time to use for a dispute without one, UTC.</param>
    public static ProviderDispute Read(PayPalDispute dispute, Order order, DateTimeOffset now)
    {
        var currency = order.Terms.Currency;
        var isShared = dispute.DisputedTransactions is { Count: > 1 };
        var refunded = dispute.DisputeOutcome?.AmountRefunded is { MinorUnits: not 0 } given ? given : (Money?)null;
        var amounts = DisputeAmounts.Of(dispute, currency);
        // PayPal shows one sum for all payments of a dispute: an operator divides it.
        if (isShared && (amounts.HasMoved || refunded is not null))
            (amounts, refunded) = (DisputeAmounts.Unclear, null);
        return new ProviderDispute(
            dispute.DisputeId,
            dispute.UpdateTime ?? dispute.CreateTime ?? now,
            dispute.Status,
            AmountOf(dispute, order, isShared),
            amounts.Settlement,
            amounts.Fees)
        {
            Outcome = dispute.DisputeOutcome?.OutcomeCode,
            Refunded = refunded,
            Taken = amounts.Taken,
            AmountsUnclear = amounts.AreUnclear,
            Reason = dispute.Reason,
            IsChargeback = dispute.DisputeChannel == "EXTERNAL",
            CanBeAccepted = dispute.CanBeAccepted,
            AnswerBy = dispute.SellerResponseDueDate,
        };
    }

    private static Money AmountOf(PayPalDispute dispute, Order order, bool isShared) =>
        dispute.DisputeAmount is not { } amount || amount.Currency != order.Terms.Currency ? Money.Zero(order.Terms.Currency)
        : isShared && order.Capture?.Gross is { } paid && paid < amount ? paid
        : amount;
}
