using ChatPay.Functions.Orders;
using ChatPay.Functions.Payments.PayPal;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Cases;

/// <summary>How an order follows a dispute. Each reading is compared with what was booked, and the difference is booked: the order
/// in which readings come does not matter, and what is older than what is known is left alone.</summary>
public static class CaseTransitions
{
    /// <summary>Takes over what the provider says now.</summary>
    public static Decision Observe(Order order, CaseReading reading, DateTimeOffset now)
    {
        if (order.Capture is not { Late: false })
            return Decision.Refuse("not-paid", "Only a paid order can be disputed.");

        var known = order.Cases.FirstOrDefault(c => c.Id == reading.Id);
        if (known?.SeenAt > reading.UpdatedAt)
            return Decision.Nothing;
        var before = known ?? new Case(reading.Id, CaseState.Open, reading.Amount, now);
        if (before.Lost.MinorUnits > 0 && before.Lost != Final(reading) && before.FromDebt > order.OpenDebt)
            return Decision.Refuse("debt-netted", "The case is decided anew, and the seller has paid the debt of its loss: give it back by hand.");
        if (reading.Fees < before.Fees)
            return Decision.Refuse("fee-returned", "The provider has given back the fee of a case: book it by hand.");

        var books = new CaseBooks(order, before, now);
        if (before.Lost.MinorUnits > 0 && before.Lost != Final(reading))
            books.ReverseLoss();
        books.Withhold(reading.Settlement - books.Case.Withheld - books.Case.Lost);
        if (!reading.IsOpen && books.Case.Lost.MinorUnits == 0)
            books.Lose();
        books.Charge(reading.Fees - before.Fees);

        var after = Described(books.Case, before, reading, now);
        return after == known ? Decision.Nothing : new OrderChange(books.Order.With(after).WithoutEmptyPayout())
        {
            Ledger = books.Ledger,
            Events = [.. EventsOf(known, after)],
            Starts = known is null || after.Round > known.Round ? [new OrchestrationStart(nameof(CaseLifecycle), Case.InstanceId(order.Id, after))] : [],
        };
    }

    /// <summary>The seller shows that it was shipped; the call to the provider follows under this number.</summary>
    public static Decision Show(Order order, string caseId) => Find(order, caseId) switch
    {
        null => Decision.Refuse("no-such-case", "The order has no such case."),
        { IsOpen: true, WaitsForSeller: true } waiting => new OrderChange(order.With(waiting with { Evidences = waiting.Evidences + 1 })),
        _ => Decision.Refuse("case-not-waiting", "The case does not wait for the seller: PayPal takes no evidence now."),
    };

    /// <summary>The seller gives in; the call to the provider follows. It is the one way to give money back while a case is open.</summary>
    public static Decision Accept(Order order, string caseId) => Find(order, caseId) switch
    {
        null => Decision.Refuse("no-such-case", "The order has no such case."),
        { Accepted: true } => Decision.Nothing,
        { IsOpen: true, CanBeAccepted: true } open => new OrderChange(order.With(open with { Accepted = true })),
        _ => Decision.Refuse("case-not-acceptable", "The case cannot be accepted: it is decided, or PayPal does not allow it."),
    };

    private static Money Final(CaseReading reading) => reading.IsOpen ? Money.Zero(reading.Settlement.Currency) : reading.Settlement;

    private static Case Described(Case booked, Case before, CaseReading reading, DateTimeOffset now) => booked with
    {
        State = StateOf(booked, before, reading),
        Amount = reading.Amount,
        Reason = reading.Reason,
        IsChargeback = reading.IsChargeback,
        WaitsForSeller = reading.Status == PayPalDisputeStatus.WaitingForSeller,
        CanBeAccepted = reading.CanBeAccepted,
        AnswerBy = reading.AnswerBy,
        SeenAt = reading.UpdatedAt,
        ResolvedAt = reading.IsOpen ? null : before.ResolvedAt ?? now,
        Round = reading.IsOpen && !before.IsOpen ? before.Round + 1 : before.Round,
        Accepted = booked.Accepted && (before.IsOpen || !reading.IsOpen),
    };

    // Who has won is a question of money: an outcome's name does not say how much it was.
    private static CaseState StateOf(Case booked, Case before, CaseReading reading)
    {
        if (reading.IsOpen)
        {
            return reading.Status == PayPalDisputeStatus.UnderReview && before.IsOpen && before.State != CaseState.Reopened ? CaseState.UnderReview
                : before.IsOpen && before.State != CaseState.Reopened ? CaseState.Open
                : CaseState.Reopened;
        }

        if (booked.Lost.MinorUnits == 0)
            return reading.Outcome == PayPalDisputeOutcomeCode.CancelledByBuyer ? CaseState.Withdrawn : CaseState.Won;
        return booked.Lost < reading.Amount ? CaseState.PartlyLost : CaseState.Lost;
    }

    private static IEnumerable<OrderEvent> EventsOf(Case? known, Case after)
    {
        if (known is null)
            yield return new(OrderEventType.CaseOpened, after.Amount, after.Reason);
        else if (after.Round > known.Round)
            yield return new(OrderEventType.CaseReopened, after.Amount, after.Reason);
        if (!after.IsOpen && known?.IsOpen != false)
            yield return new(after.Lost.MinorUnits == 0 ? OrderEventType.CaseWon : OrderEventType.CaseLost, after.Lost.MinorUnits == 0 ? after.Amount : after.Lost);
    }

    private static Case? Find(Order order, string caseId) => order.Cases.FirstOrDefault(c => c.Id == caseId);
}
