using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Cases;

public static partial class CaseTransitions
{
    /// <summary>An operator says what a case has cost: PayPal has resolved it, and does not say so here, or has said it wrongly.</summary>
    /// <param name="order">The order.</param>
    /// <param name="caseId">The provider's dispute id.</param>
    /// <param name="lost">What PayPal has taken for the claim, in all; zero when the seller has won.</param>
    /// <param name="fees">What PayPal charges for it, in all; null leaves what is booked.</param>
    /// <param name="note">Why, for other operators.</param>
    /// <param name="now">UTC.</param>
    public static Decision BookByHand(Order order, string caseId, Money lost, Money? fees, string note, DateTimeOffset now)
    {
        if (Find(order, caseId) is not { } known)
            return Decision.Refuse("no-such-case", "The order has no such case.");
        if (known is { IsOpen: true, AmountsMissing: false })
            return Decision.Refuse("case-not-resolved", "PayPal has not resolved the case: wait, or have the seller accept the claim.");
        if (known is { IsOpen: false, ByHand: not null } && known.Lost == lost && known.Fees == (fees ?? known.Fees))
            return Decision.Nothing;

        var books = new CaseBooks(order, known, now);
        foreach (var reversal in CaseReversals.Of(order, known, lost))
            books.TakeOver(reversal);
        if (books.Order.Refundable + known.Lost is var left && lost > left)
            return Decision.Refuse("loss-too-large", $"Only {left} is left of the payment: PayPal cannot have taken more of it.");
        books.Settle(lost, null, fees);
        return Changed(books, known, books.Case with
        {
            State = StateOf(lost, known.Amount),
            AmountsMissing = false,
            ByHand = new CaseBookedByHand(note, now),
            WaitsForSeller = false,
            CanBeAccepted = false,
            AnswerBy = null,
            ResolvedAt = known.ResolvedAt ?? now,
        });
    }
}
