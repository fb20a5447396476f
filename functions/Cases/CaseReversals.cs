using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Cases;

/// <summary>Reversals that were booked before anybody heard of their dispute. PayPal takes the money once and tells of it twice: the case takes them over,
/// because what it takes may come back.</summary>
internal static class CaseReversals
{
    /// <summary>Those whose money a case is about to book.</summary>
    /// <param name="order">The order.</param>
    /// <param name="before">The case as it was booked; what it has booked is its own.</param>
    /// <param name="taken">What is taken of the seller for the case, in all; null when it is not known.</param>
    public static IReadOnlyList<Refund> Of(Order order, Case before, Money? taken)
    {
        if (taken is not { MinorUnits: > 0 } money || money.Currency != order.Terms.Currency || before.Withheld.MinorUnits > 0 || before.Lost.MinorUnits > 0)
            return [];

        var reversals = order.Refunds.Where(r => r is { IsReversal: true, State: RefundState.Completed }).ToList();
        if (reversals.Find(r => r.Amount == money) is { } same)
            return [same];

        // No more can be taken than is left of the payment: the rest is what was reversed, the newest first.
        var left = order.Refundable;
        return [.. Enumerable.Reverse(reversals).TakeWhile(r =>
        {
            var isNeeded = money > left;
            left += r.Amount;
            return isNeeded;
        })];
    }
}
