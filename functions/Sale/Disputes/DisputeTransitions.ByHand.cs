
namespace ChatPay.Functions.Sale.Disputes;

public static partial class DisputeTransitions
{
    /// <summary>An operator books what a dispute has cost: PayPal has resolved it, and has not reported the amounts, or has
    /// reported them wrongly; or PayPal does not show it any more.</summary>
    /// <param name="order">The order as it stands.</param>
    /// <param name="caseId">The provider's dispute id.</param>
    /// <param name="lost">The total that PayPal has taken for the claim; zero when the seller has won.</param>
    /// <param name="fees">The total that PayPal charges; null keeps what is booked.</param>
    /// <param name="note">Why, for other operators.</param>
    /// <param name="now">UTC.</param>
    public static Decision BookByHand(Order order, string caseId, Money lost, Money? fees, string note, DateTimeOffset now)
    {
        if (Find(order, caseId) is not { } known)
            return Decision.NotFound("case");
        if (known is { IsOpen: true, AmountsMissing: false, NotShownSince: null })
            return Decision.Refuse("case-not-resolved", "PayPal has not resolved the case: wait, or have the seller accept the claim.");
        if (known is { IsOpen: false, ByHand: not null } && known.Lost == lost && known.Fees == (fees ?? known.Fees))
            return Decision.Nothing;

        // The operator's amount covers everything that PayPal has taken, including by reversals.
        var (possibly, heard) = known.IsOpen ? DisputeReversals.PossiblyOf(order, known, known.Amount) : ([], []);
        var books = new DisputeBooks(order with { HeardRefunds = [.. order.HeardRefunds.Except(heard)] }, known, now);
        foreach (var reversal in heard)
            books.TakeOver(reversal.Id);
        foreach (var reversal in DisputeReversals.Of(order, known, lost).Union(possibly))
            books.TakeOver(reversal);
        if ((TooLarge(books.Order, known, lost) ?? FeesTooLarge(order, known, fees)) is { } refusal)
            return refusal;
        books.Settle(lost, null, fees);
        return Changed(books, known, books.Case with
        {
            Taken = known.Taken is { } taken && taken > lost ? taken : lost,
            State = StateOf(lost, known.Amount),
            AmountsMissing = false,
            NotShownSince = null,
            ByHand = new CaseBookedByHand(note, now),
            WaitsForSeller = false,
            CanBeAccepted = false,
            AnswerBy = null,
            ResolvedAt = known.ResolvedAt ?? now,
        }, now);
    }

    /// <summary>A fee beyond anything PayPal charges is a typing error, and would become the seller's debt.</summary>
    private static Decision? FeesTooLarge(Order order, Dispute known, Money? fees) => fees > DisputeFees.MostOf(order, known)
        ? Decision.Invalid(
            "fees-too-large",
            $"PayPal charges at most {DisputeFees.MostOf(order, known)} for such a case: look again.",
            "fees")
        : null;

    /// <summary>A dispute cannot take more than its disputed amount, or than refunds and other disputes have left of the
    /// payment.</summary>
    private static Decision? TooLarge(Order order, Dispute known, Money lost)
    {
        if (known.Amount.MinorUnits > 0 && lost > known.Amount)
            return Decision.Invalid(
                "loss-too-large",
                $"Only {known.Amount} is disputed: PayPal cannot have taken more for the case.",
                "lost");
        return order.LeftFor(known.Id) is var left && lost > left
            ? Decision.Invalid("loss-too-large", $"Only {left} is left of the payment: PayPal cannot have taken more of it.", "lost")
            : null;
    }
}
