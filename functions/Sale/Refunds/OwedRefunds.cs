namespace ChatPay.Functions.Sale.Refunds;

/// <summary>What is still owed of refunds that were decided and not made: PayPal has refused them, or an operator has ended them. Until
/// the buyer has the money it is not the seller's, and nothing is paid out.</summary>
public static class OwedRefunds
{
    /// <summary>What the buyer was to get and has not got, neither by later refunds nor by a dispute; zero when nothing is
    /// owed.</summary>
    public static Money Of(Order order)
    {
        if (!order.Refunds.Any(IsOwed))
            return Money.Zero(order.Terms.Currency);

        var owed = Money.Zero(order.Terms.Currency);
        // Each refund is owed from its decision on, and given when it is completed; what is under way blocks the payout by itself.
        var steps = order.Refunds.Where(r => r.Counts || IsOwed(r)).Select(r => (At: r.At, IsGiven: false, Refund: r))
            .Concat(order.Refunds.Where(r => r.Counts).Select(r => (At: r.CompletedAt ?? r.At, IsGiven: true, Refund: r)));
        foreach (var (_, isGiven, refund) in steps.OrderBy(s => s.At).ThenBy(s => s.Refund.Number).ThenBy(s => s.IsGiven))
        {
            if (isGiven)
                owed -= Money.Min(owed, refund.Amount);
            else
                // A refund of an amount may try again what has failed before; lines are refunded once.
                owed += HasLines(refund) ? refund.Amount : refund.Amount - Money.Min(owed, refund.Amount);
        }

        var since = order.Refunds.Where(IsOwed).Min(r => r.At);
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
