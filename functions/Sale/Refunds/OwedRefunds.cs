namespace ChatPay.Functions.Sale.Refunds;

/// <summary>What is still owed of refunds that were decided and not made: PayPal has refused them, or an operator has ended them. Until
/// the buyer has the money it is not the seller's, and nothing is paid out.</summary>
public static class OwedRefunds
{
    /// <summary>What the buyer was to get and has not got, neither by later refunds nor by a dispute; zero when nothing is
    /// owed.</summary>
    public static Money Of(Order order)
    {
        var owed = Money.Zero(order.Terms.Currency);
        DateTimeOffset? since = null;
        foreach (var refund in order.Refunds.OrderBy(r => r.At))
        {
            if (IsOwed(refund))
            {
                since ??= refund.At;
                // A refund of an amount may try again what has failed before; lines are refunded once.
                owed = HasLines(refund) ? owed + refund.Amount : owed + (refund.Amount - Money.Min(owed, refund.Amount));
            }
            else if (refund.Counts && !HasLines(refund))
            {
                owed -= Money.Min(owed, refund.Amount);
            }
        }

        foreach (var dispute in order.Disputes.Where(c => c.ResolvedAt >= since))
            owed -= Money.Min(owed, dispute.Lost);
        // The buyer never gets more than was paid.
        return order.Refundable.MinorUnits <= 0 ? Money.Zero(order.Terms.Currency) : Money.Min(owed, order.Refundable);
    }

    /// <summary>Whether a refund has failed and its money may still be the buyer's. What an operator has given up is the seller's
    /// again, except the price of goods that were never shipped.</summary>
    public static bool IsOwed(Refund refund) =>
        refund is { State: RefundState.Failed, Reason: not RefundReason.LateCapture, Failure: not RefundTransitions.BookedWithCase }
        && (refund.Failure != RefundTransitions.EndedByOperator || refund.Lines.Count > 0);

    private static bool HasLines(Refund refund) => refund.Lines.Count + refund.ReturnedLines.Count > 0;
}
