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
        // Each refund is owed from its decision on, and given when it is completed; what is under way blocks the payout by itself. A
        // lost dispute gives what is owed by then, not what is decided later.
        var steps = order.Refunds.Where(r => r.Counts || IsOwed(r)).Select(r => new Step(r.At, r.Number, r.Amount, Owed: r))
            .Concat(order.Refunds.Where(r => r.Counts).Select(r => new Step(r.CompletedAt ?? r.At, r.Number, r.Amount)))
            .Concat(order.Disputes.Where(c => c.ResolvedAt is not null).Select(c => new Step(c.ResolvedAt!.Value, int.MaxValue, c.Lost)));
        foreach (var step in steps.OrderBy(s => s.At).ThenBy(s => s.Number).ThenBy(s => s.Owed is null))
        {
            if (step.Owed is not { } refund)
                owed -= Money.Min(owed, step.Amount);
            else
                // A refund of an amount may try again what has failed before; lines are refunded once.
                owed += HasLines(refund) ? refund.Amount : refund.Amount - Money.Min(owed, refund.Amount);
        }

        // The buyer never gets more than was paid.
        return order.Refundable.MinorUnits <= 0 ? Money.Zero(order.Terms.Currency) : Money.Min(owed, order.Refundable);
    }

    /// <summary>Whether a refund has failed and its money may still be the buyer's. What an operator has given up is the seller's
    /// again, except the price of goods that were never shipped.</summary>
    public static bool IsOwed(Refund refund) =>
        refund is { State: RefundState.Failed, Reason: not RefundReason.LateCapture, Failure: not RefundTransitions.BookedWithCase }
        && (refund.Failure != RefundTransitions.EndedByOperator || refund.Lines.Count > 0);

    /// <param name="At">UTC.</param>
    /// <param name="Number">The refund's number, for steps of the same time.</param>
    /// <param name="Amount">The amount.</param>
    /// <param name="Owed">The refund that is owed from then on; null when the amount was given then.</param>
    private readonly record struct Step(DateTimeOffset At, int Number, Money Amount, Refund? Owed = null);

    private static bool HasLines(Refund refund) => refund.Lines.Count + refund.ReturnedLines.Count > 0;
}
