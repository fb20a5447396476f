using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Disputes;

/// <summary>How an order follows a dispute. Each reading is compared with what was booked, and the difference is booked: readings
/// may arrive in any order, and one older than the newest is ignored.</summary>
public static partial class DisputeTransitions
{
    /// <summary>How many disputes of one payment are followed: all of them are kept in the order's row.</summary>
    private const int MaxCases = 20;

    /// <summary>How often the seller may submit evidence in a dispute: each is a call to PayPal under the platform's name.</summary>
    internal const int MaxEvidences = 20;

    /// <summary>Why a payout is blocked when PayPal shows money returned that cannot be booked; for the seller.</summary>
    public const string NotBooked = "PayPal shows a refund that is not booked.";

    /// <summary>Takes over what the provider reports now.</summary>
    public static Decision Observe(Order order, ProviderDispute reading, DateTimeOffset now)
    {
        if (order.Capture is not { Late: false })
            return Decision.Refuse("not-paid", "Only a paid order can be disputed.");

        var known = order.Disputes.FirstOrDefault(c => c.Id == reading.Id);
        if (known is null && order.Disputes.Count >= MaxCases)
        {
            return Decision.Refuse(
                "too-many-cases", $"The order has had {MaxCases} cases: {reading.Id}, about {reading.Amount}, is not followed.");
        }

        if (known?.SeenAt > reading.UpdatedAt)
            return Decision.Nothing;
        var before = known ?? new Dispute(reading.Id, DisputeState.Open, reading.Amount, now);
        var (books, loss) = Open(order, before, reading, now);
        if (StandsByHand(before, reading, loss))
            return Decision.Nothing;

        books.Settle(loss, reading.Settlement, reading.Fees);
        return Changed(books, known, Described(books.Case, before, reading, isDecided: loss is not null, now), now);
    }

    /// <summary>The provider does not show it now. Nothing says that it is over.</summary>
    public static Decision NotShown(Order order, string caseId, DateTimeOffset now) =>
        Find(order, caseId) is { IsOpen: true, NotShownSince: null } open
            ? new OrderChange(order.With(open with { NotShownSince = now }))
            : Decision.Nothing;

    /// <summary>The evidence that the seller can provide: the newest shipment with a tracking number; null when there is
    /// none.</summary>
    public static Shipment? EvidenceOf(Order order) => order.LiveShipments.LastOrDefault(s => s.HasTracking);

    /// <summary>The seller provides evidence of shipment; the call to the provider follows under this number.</summary>
    public static Decision Show(Order order, string caseId) => Find(order, caseId) switch
    {
        null => Decision.NotFound("case"),
        { IsOpen: true, WaitsForSeller: true } when EvidenceOf(order) is null => Decision.Invalid(
            "tracking-missing", "The order has no tracking number to show: mark it as shipped with carrier and number.", "trackingNumber"),
        { IsOpen: true, WaitsForSeller: true, Evidences: >= MaxEvidences } => Decision.Refuse(
            "too-many-evidences", "Evidence has been submitted too often in this case: go on at PayPal."),
        { IsOpen: true, WaitsForSeller: true } waiting => new OrderChange(order.With(waiting with { Evidences = waiting.Evidences + 1 })),
        _ => Decision.Refuse("case-not-waiting", "The case does not wait for the seller: PayPal takes no evidence now."),
    };

    /// <summary>The seller accepts the claim; the call to the provider follows. It is the only way to refund while a dispute is
    /// open.</summary>
    public static Decision Accept(Order order, string caseId) =>
        Find(order, caseId) switch
        {
            null => Decision.NotFound("case"),
            { Accepted: true } => Decision.Nothing,
            { IsOpen: true, CanBeAccepted: true } open => new OrderChange(
                order.With(open with { Accepted = true, Acceptances = open.Acceptances + 1 })),
            _ => Decision.Refuse("case-not-acceptable", "The case cannot be accepted: it is decided, or PayPal does not allow it."),
        };

    /// <summary>The books of a dispute, with the reversals that it takes over, and the loss.</summary>
    private static (DisputeBooks Books, Money? Loss) Open(Order order, Dispute before, ProviderDispute reading, DateTimeOffset now)
    {
        // First reported when it was over: what was taken, and reversed here, has since been given back.
        var givenBack = before.Bookings == 0 && reading is { IsOpen: false, Settlement.MinorUnits: 0 } ? reading.Taken : null;
        var reversals = DisputeReversals.Of(order, before, givenBack ?? reading.Settlement ?? (reading.IsOpen ? null : reading.Refunded));
        var books = new DisputeBooks(order, before, now);
        foreach (var reversal in reversals)
            books.TakeOver(reversal);
        var loss = DisputeVerdict.LossOf(books.Order, before, reading);
        // They are unchanged unless the dispute books their money.
        var (opened, lost) =
            reversals.Count == 0 || (givenBack is not null && loss is not null) || (loss ?? reading.Settlement) is { MinorUnits: > 0 }
                ? (books, loss)
                : (new DisputeBooks(order, before, now), DisputeVerdict.LossOf(order, before, reading));
        return (opened, IsReversalUnexplained(order, before, reading, lost) ? null : lost);
    }

    /// <summary>The seller has won, the amount taken is not reported, and PayPal has reversed money: whether that has come back is
    /// unknown.</summary>
    private static bool IsReversalUnexplained(Order order, Dispute before, ProviderDispute reading, Money? lost) =>
        lost is { MinorUnits: 0 } && reading.Taken is not { MinorUnits: > 0 }
        && DisputeReversals.PossiblyOf(order, before, reading.Amount) is var (booked, heard) && booked.Count + heard.Count > 0;

    /// <summary>Whether an operator's booking stands: the provider has reported nothing newer that can be interpreted.</summary>
    private static bool StandsByHand(Dispute before, ProviderDispute reading, Money? loss) =>
        before is { ByHand: not null, IsOpen: false } && !reading.IsOpen && (loss is null || reading.UpdatedAt <= before.SeenAt);

    private static Decision Changed(DisputeBooks books, Dispute? known, Dispute next, DateTimeOffset now)
    {
        var after = next with { HeldUntil = HeldUntil(known, next, now) };
        if (after == known)
            return Decision.Nothing;

        var change = new OrderChange(RefundDecisions.WithRequestAnswered(books.Order.With(after)).WithoutEmptyPayout())
        {
            Ledger = books.Ledger,
            Events = [.. EventsOf(known, after), .. FeeEventsOf(books.Order.Terms, known, after)],
            Starts = known is null || after.Round > known.Round ? [Start(books.Order.Id, after)] : [],
        };
        change = WithHeardDecided(change, isNews: known is not { IsOpen: false }, now);
        return known is { IsOpen: false } && !after.IsOpen ? Followed(change) : change;
    }

    private static DateTimeOffset? HeldUntil(Dispute? known, Dispute after, DateTimeOffset now) => after.Holds ? null
        : known is not { Holds: true } ? known?.HeldUntil
        : after.ByHand is null && after.SeenAt < now ? after.SeenAt
        : now;

    /// <summary>The change, together with what waited for the dispute, decided before anything can be paid out. What cannot be
    /// booked then blocks the payout; later readings of a dispute that was already decided do not, because an operator may have
    /// lifted the block.</summary>
    private static OrderChange WithHeardDecided(OrderChange change, bool isNews, DateTimeOffset now)
    {
        foreach (var heard in change.Order.HeardRefunds)
        {
            if (RefundDecisions.DecideHeard(change.Order, heard, now) is { } decided)
                change = change.Then(decided);
        }

        return
            isNews
            && change.Order is { OpenDispute: null, HeardRefunds.Count: > 0 }
            && PayoutTransitions.Block(change.Order, NotBooked).Change is { } blocked
            ? change.Then(blocked)
            : change;
    }

    /// <summary>The change, with an orchestration to release what has become free after the order's end. An open dispute has one
    /// already.</summary>
    private static OrderChange Followed(OrderChange change)
    {
        if (!PayoutTransitions.IsOwedAfterTheEnd(change.Order) || change.Order.OpenDispute is not null
            || change.Order.Disputes is not [.., var last])
            return change;
        var next = last with { Round = last.Round + 1 };
        return change with { Order = change.Order.With(next), Starts = [.. change.Starts, Start(change.Order.Id, next)] };
    }

    /// <summary>The change, without a debt that was paid or written off and no longer exists: it is returned, and followed. The
    /// debt in <paramref name="change"/> may be below zero; <paramref name="id"/> is that of the booking.</summary>
    internal static OrderChange WithoutOverpaidDebt(OrderChange change, string id, DateTimeOffset now) =>
        OverpaidDebt.Of(change.Order) is { } overpaid
            ? Followed(
                change with
                {
                    Order = overpaid.TakenFrom(change.Order),
                    Ledger = [.. change.Ledger, OrderPostings.DebtReturned(change.Order, id, overpaid, now)],
                })
            : change;

    private static OrchestrationStart Start(string orderId, Dispute @case) =>
        new(OrderOrchestrations.Dispute, Dispute.InstanceId(orderId, @case));

    private static Dispute Described(Dispute booked, Dispute before, ProviderDispute reading, bool isDecided, DateTimeOffset now) =>
        booked with
        {
            State = isDecided ? Decided(booked.Lost, reading) : Undecided(before, reading),
            Amount = reading.Amount,
            AmountsMissing = !reading.IsOpen && !isDecided,
            NotShownSince = null,
            ByHand = null,
            Reason = reading.Reason,
            IsChargeback = reading.IsChargeback,
            WaitsForSeller = reading.Status == ProviderDisputeStatus.WaitingForSeller,
            CanBeAccepted = reading.CanBeAccepted,
            AnswerBy = reading.AnswerBy,
            SeenAt = reading.UpdatedAt,
            Taken = MostOf(booked, reading),
            ResolvedAt = isDecided ? before.ResolvedAt ?? now : null,
            Round = !isDecided && !before.IsOpen ? before.Round + 1 : before.Round,
            Accepted = booked.Accepted && (before.IsOpen || isDecided),
            // A dispute from before acceptances were counted shows its one by the flag, which is lost here.
            Acceptances = booked is { Accepted: true, Acceptances: 0 } ? 1 : booked.Acceptances,
        };

    private static Money? MostOf(Dispute booked, ProviderDispute reading)
    {
        Money[] said = [booked.Withheld + booked.Lost, .. new[] { booked.Taken, reading.Settlement, reading.Taken }.OfType<Money>()];
        return said.Max() is { MinorUnits: > 0 } most ? most : null;
    }

    private static DisputeState Decided(Money lost, ProviderDispute reading) => lost.MinorUnits == 0
        ? reading.Outcome == ProviderDisputeOutcome.CancelledByBuyer ? DisputeState.Withdrawn : DisputeState.Won
        : StateOf(lost, reading.Amount);

    private static DisputeState StateOf(Money lost, Money disputed) => lost.MinorUnits == 0 ? DisputeState.Won
        : lost < disputed ? DisputeState.PartlyLost
        : DisputeState.Lost;

    private static DisputeState Undecided(Dispute before, ProviderDispute reading) =>
        !before.IsOpen || before.State == DisputeState.Reopened ? DisputeState.Reopened
        : reading.Status == ProviderDisputeStatus.UnderReview ? DisputeState.UnderReview
        : reading.IsOpen ? DisputeState.Open
        : before.State;

    private static IEnumerable<OrderEvent> EventsOf(Dispute? known, Dispute after)
    {
        if (known is null)
            yield return new(OrderEventType.CaseOpened, after.Amount, after.Reason);
        else if (after.IsOpen && !known.IsOpen)
            yield return new(OrderEventType.CaseReopened, after.Amount, after.Reason);
        if (!after.IsOpen && (known?.IsOpen != false || known.Lost != after.Lost))
        {
            // Decided before, and otherwise: readers must not take it for a further payment.
            var corrects = known is { IsOpen: false } ? $"instead of {known.Lost}" : null;
            yield return after.Lost.MinorUnits == 0
                ? new(OrderEventType.CaseWon, after.Amount, corrects)
                : new(OrderEventType.CaseLost, after.Lost, corrects);
        }
    }

    /// <summary>The fees that the seller now bears, or no longer bears.</summary>
    private static IEnumerable<OrderEvent> FeeEventsOf(OrderTerms terms, Dispute? known, Dispute after)
    {
        var change = known is null ? after.Fees : after.Fees - known.Fees;
        if (!terms.SellerBearsCaseFees || change.MinorUnits == 0)
            yield break;
        yield return change.MinorUnits > 0 ? new(OrderEventType.CaseFeeCharged, change) : new(OrderEventType.CaseFeeReturned, -change);
    }

    private static Dispute? Find(Order order, string caseId) => order.Disputes.FirstOrDefault(c => c.Id == caseId);
}
