namespace ChatPay.Functions.Sale.Refunds;

/// <summary>What is still owed of refunds that were decided and not made: PayPal has refused them, or an operator has ended them. Until
/// the buyer has the money it is not the seller's, and nothing is paid out.</summary>
public static class OwedRefunds
{
    /// <summary>What the buyer was to get and has not got, neither by later refunds nor by a dispute; zero when nothing is
    /// owed.</summary>
    public static Money Of(Order order)
    {
        // The buyer never gets more than was paid.
        var owed = Promised(order);
        return order.Refundable.MinorUnits <= 0 ? Money.Zero(order.Terms.Currency) : Money.Min(owed, order.Refundable);
    }

    /// <summary>Whether a refund has failed and its money may still be the buyer's. What an operator has given up is the seller's
    /// again, except the price of goods that were never shipped.</summary>
    public static bool IsOwed(Refund refund) =>
        refund is { State: RefundState.Failed, Reason: not RefundReason.LateCapture, Failure: not RefundTransitions.BookedWithCase }
        && (refund.Failure != RefundTransitions.EndedByOperator || refund.Lines.Count > 0);

    /// <summary>How much less would be owed if the money of lost disputes was for the goods of this refund, which were never shipped. What
    /// disputes have given of other refunds does not count.</summary>
    internal static Money CoverOf(Order order, Refund refund) =>
        Promised(order) - Promised(order.With(refund with { Failure = RefundTransitions.CoveredByCase, Covered = null }));

    /// <summary>How much of this refund an operator can say has been paid otherwise: what is owed of it. Of one that a dispute has covered,
    /// that is what the dispute no longer covers.</summary>
    internal static Money ToPayOtherwise(Order order, Refund refund)
    {
        // One that was given up is owed all the same: an operator says that the buyer was paid.
        var uncovered = order.With(refund with { Failure = null });
        if (refund.Failure != RefundTransitions.CoveredByCase)
            return Money.Min(refund.Amount, Of(uncovered));
        var covered = Promised(uncovered) - Promised(order);
        return Money.Min(FoundOf(refund) - covered, Of(order));
    }

    /// <summary>What is owed, however much is left of the payment.</summary>
    internal static Money Promised(Order order)
    {
        var zero = Money.Zero(order.Terms.Currency);
        if (!order.Refunds.Any(r => IsOwed(r) || r.Decided is not null))
            return zero;

        // Each refund is owed from its decision on, and given when it is completed; what is under way blocks the payout by itself. A
        // lost dispute gives what is owed by then, not what is decided later.
        var steps = order.Refunds.Where(r => r.Counts || IsOwed(r)).Select(r => new Step(r.At, r.Number, r.Decided ?? r.Amount, r))
            .Concat(order.Refunds.Where(r => r.Counts).Select(r => new Step(r.CompletedAt ?? r.At, r.Number, r.Amount, r, IsGiven: true)))
            .Concat(order.Disputes.Where(c => c.ResolvedAt is not null).Select(c => new Step(c.ResolvedAt!.Value, int.MaxValue, c.Lost)));
        // Nobody says what a lost dispute was for. If it was for what was shipped, the price of what was not is still owed: it counts
        // for that only as far as an operator has found.
        var (unshipped, other, ofDisputes) = (zero, zero, zero);
        foreach (var step in steps.OrderBy(s => s.At).ThenBy(s => s.Number).ThenBy(s => s.IsGiven))
        {
            switch (step)
            {
                case { Refund: null }:
                    ofDisputes += step.Amount - Take(ref other, step.Amount);
                    break;
                case { IsGiven: false, Refund.Lines.Count: > 0 }:
                    unshipped += step.Amount;
                    break;
                case { IsGiven: false, Refund.ReturnedLines.Count: > 0 }:
                    other += step.Amount;
                    break;
                case { IsGiven: false }:
                    // A refund of an amount may try again what has failed before; lines are refunded once.
                    other += step.Amount - Money.Min(unshipped + other, step.Amount);
                    break;
                case { Refund.Lines.Count: > 0 }:
                    Take(ref other, step.Amount - Take(ref unshipped, step.Amount));
                    break;
                default:
                    Take(ref unshipped, step.Amount - Take(ref other, step.Amount));
                    break;
            }
        }

        // What an operator said of one refund frees no other, whatever was decided or lost since.
        var found = order.Refunds.Aggregate(zero, (sum, r) => sum + FoundOf(r));
        Take(ref unshipped, Money.Min(found, ofDisputes));
        return unshipped + other;
    }

    /// <summary>What lost disputes have given of it, as an operator has said.</summary>
    internal static Money FoundOf(Refund refund) => refund switch
    {
        { State: RefundState.Failed, Failure: RefundTransitions.CoveredByCase } => refund.Covered ?? refund.Amount,
        { PaidOtherwise: not null, Covered: { } covered } => covered,
        _ => Money.Zero(refund.Amount.Currency),
    };

    /// <summary>Takes as much of the amount as there is.</summary>
    /// <returns>What was taken.</returns>
    private static Money Take(ref Money from, Money amount)
    {
        var taken = Money.Min(from, amount);
        from -= taken;
        return taken;
    }

    /// <param name="At">UTC.</param>
    /// <param name="Number">The refund's number, for steps of the same time.</param>
    /// <param name="Amount">The amount.</param>
    /// <param name="Refund">The refund; null for a lost dispute.</param>
    /// <param name="IsGiven">Whether the buyer was given it then; otherwise it is owed from then on.</param>
    private readonly record struct Step(DateTimeOffset At, int Number, Money Amount, Refund? Refund = null, bool IsGiven = false);
}
