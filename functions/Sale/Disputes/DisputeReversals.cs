using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Disputes;

/// <summary>Matches reversals to disputes. PayPal takes a dispute's money once and reports it twice, as the dispute and as a
/// reversal; the dispute books it, because what it takes may come back. Each taking by a dispute accounts for one
/// reversal.</summary>
internal static class DisputeReversals
{
    /// <summary>Booked reversals whose money a dispute is about to book.</summary>
    /// <param name="order">The order as it is booked.</param>
    /// <param name="before">The dispute as it was booked; what it has booked is its own.</param>
    /// <param name="taken">The total taken from the seller for the dispute; null when unknown.</param>
    public static IReadOnlyList<Refund> Of(Order order, Dispute before, Money? taken)
    {
        if (taken is not { MinorUnits: > 0 } money
            || money.Currency != order.Terms.Currency
            || before.Withheld.MinorUnits > 0
            || before.Lost.MinorUnits > 0)
            return [];

        var reversals = order.Refunds.Where(r => r is { IsReversal: true, State: RefundState.Completed }).ToList();
        if (reversals.Find(r => r.Amount == money) is { } same)
            return [same];

        // No more can be taken than is left of the payment: the rest is what was reversed, the newest first.
        var left = order.LeftFor(before.Id);
        return [.. Enumerable.Reverse(reversals).TakeWhile(r =>
        {
            var isNeeded = money > left;
            left += r.Amount;
            return isNeeded;
        })];
    }

    /// <summary>Reversals that may belong to a dispute that PayPal has resolved without reporting amounts: nothing says whether
    /// their money has come back. Empty when the dispute has taken something, which settles it.</summary>
    public static (IReadOnlyList<Refund> Booked, IReadOnlyList<HeardRefund> Heard) PossiblyOf(Order order, Dispute before, Money disputed)
    {
        if (before.Withheld.MinorUnits > 0 || before.Lost.MinorUnits > 0 || before.Taken is { MinorUnits: > 0 })
            return ([], []);

        var isSaid = disputed.MinorUnits > 0;
        var booked = isSaid
            ? Of(order, before, disputed)
            : [.. order.Refunds.Where(r => r is { IsReversal: true, State: RefundState.Completed })];
        var heard = order.HeardRefunds.Where(h => h.IsReversal && (!isSaid || h.Amount <= disputed)).ToList();
        return (booked, heard.Find(h => h.Amount == disputed) is { } same ? [same] : heard);
    }

    /// <summary>The dispute that this money belongs to; null when none has taken it, or another reversal already accounts for
    /// it.</summary>
    public static Dispute? OwnerOf(Order order, HeardRefund heard) => order.Disputes.FirstOrDefault(
        c => !c.IsReversalHeard && !WasTakenOver(order, c, heard.Amount) && IsMoneyOf(order, c, heard));

    /// <summary>The dispute with its reversal reported.</summary>
    public static Dispute Heard(this Dispute @case, string id) =>
        @case with
        {
            OwnReversals = [.. @case.OwnReversals, id],
            IsReversalHeard = true,
        };

    private static bool IsMoneyOf(Order order, Dispute @case, HeardRefund heard)
    {
        if (@case.Withheld.MinorUnits > 0 && @case.Withheld == heard.Amount)
            return true;

        // A reversal made after the dispute ended, or had given everything back, is not its money, unless there is no other.
        var until = @case.HeldUntil ?? (@case.ResolvedAt < @case.SeenAt ? @case.ResolvedAt : @case.SeenAt);
        var isOfCase = heard.MadeAt <= until || heard.Amount > order.LeftFor(null);
        return @case.Lost.MinorUnits > 0 && @case.Lost == heard.Amount ? heard.IsReversal || isOfCase
            : @case.Taken == heard.Amount && isOfCase;
    }

    // By a build that did not record which dispute had taken over a reversal.
    private static bool WasTakenOver(Order order, Dispute @case, Money amount) =>
        @case.OwnReversals.Count == 0
        && order.Refunds.Any(r =>
            r.Failure == RefundTransitions.BookedWithCase
            && r.Amount == amount
            && !order.Disputes.Any(c => c.OwnReversals.Contains(r.ProviderId)));
}
