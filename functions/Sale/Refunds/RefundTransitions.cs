using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;

namespace ChatPay.Functions.Sale.Refunds;

/// <summary>How a decided refund (<see cref="RefundDecisions"/>) is carried out.</summary>
public static class RefundTransitions
{
    /// <summary>The failure of a refund that an operator has given up. In older orders it was also that of
    /// <see cref="EndedAsNotMade"/>.</summary>
    public const string EndedByOperator = "ENDED_BY_OPERATOR";

    /// <summary>The failure of a refund that the provider has not made, as an operator has found out: it is still owed.</summary>
    public const string EndedAsNotMade = "NOT_MADE";

    /// <summary>The failure of a refund that is not sent, since a dispute has given the buyer money that leaves no room for it.</summary>
    public const string GivenByCase = "GIVEN_BY_CASE";

    /// <summary>The failure of a refund of goods that were never shipped, after an operator has found that a lost dispute has given the
    /// buyer their price.</summary>
    public const string CoveredByCase = "COVERED_BY_CASE";

    /// <summary>The failure of a reversal that is no longer booked: its dispute has taken it over.</summary>
    public const string BookedWithCase = "BOOKED_WITH_CASE";

    /// <summary>Marks the refund before the call to the provider.</summary>
    public static Decision Submit(Order order, int n) => Find(order, n) is { State: RefundState.Approved } refund
        ? new OrderChange(order.With(refund with { State = RefundState.Submitting }))
        : Decision.Nothing;

    /// <summary>The provider did not answer; the call is repeated under the same key, which makes it harmless.</summary>
    public static Decision OutcomeUnknown(Order order, int n) => Find(order, n) is { State: RefundState.Submitting } refund
        ? new OrderChange(order.With(refund with { State = RefundState.Unknown }))
        : Decision.Nothing;

    /// <summary>The provider has forgotten the key and shows no such refund: it is sent anew.</summary>
    public static Decision SendAgain(Order order, int n, DateTimeOffset now) =>
        Find(order, n) is { State: RefundState.Submitting or RefundState.Unknown } refund
            ? new OrderChange(order.With(refund with { SentAgainAt = now }))
            : Decision.Nothing;

    /// <summary>The provider has refused for now: nothing was made, and it is tried again.</summary>
    public static Decision NotMade(Order order, int n) => Find(order, n) is { State: RefundState.Submitting } refund
        ? new OrderChange(order.With(refund with { State = RefundState.Approved }))
        : Decision.Nothing;

    /// <summary>An operator has verified that the refund was not made, and ends it: it is owed to the buyer all the same. One that has
    /// failed is given up instead, so that the seller is paid what it was to give back; the price of goods that were never shipped is
    /// never the seller's, and is freed only if lost disputes have given it.</summary>
    /// <param name="order">The order as it stands.</param>
    /// <param name="n">The refund.</param>
    /// <param name="now">UTC.</param>
    /// <param name="asked">The idempotency key of the request, hashed: a repeat of the request that has ended the refund does not give it
    /// up. Null when there is none.</param>
    /// <param name="notShown">The provider's id of the refund, if the provider had it as pending and no longer shows it, or shows it as
    /// failed. Should it complete after all, it is booked anew by this id.</param>
    public static Decision End(Order order, int n, DateTimeOffset now, string? asked = null, string? notShown = null) =>
        Find(order, n) switch
        {
            null => Decision.NotFound("refund"),
            { Failure: EndedByOperator, Lines.Count: 0 } or { Failure: CoveredByCase } => Decision.Nothing,
            { State: RefundState.Failed, EndAsked: { } before } when before == asked => Decision.Nothing,
            { State: RefundState.Failed } failed when OwedRefunds.IsOwed(failed) && OwedRefunds.Of(order).MinorUnits > 0 =>
                GiveUp(order, failed, notShown),
            { State: RefundState.Failed } => Decision.Nothing,
            { } open when IsNotMade(open, notShown) => Fail(order.With(open with { EndAsked = asked }), n, EndedAsNotMade, now),
            { State: RefundState.Requested } => Decision.Refuse(
                "refund-not-decided",
                "The buyer asks for it, and nobody has decided: deny the request."),
            _ => IsAtProvider,
        };

    private static bool IsNotMade(Refund refund, string? notShown) => refund switch
    {
        { State: RefundState.Unknown or RefundState.Approved or RefundState.Submitting } => refund.ProviderId is null,
        { State: RefundState.Pending, ProviderId: { } id } => id == notShown,
        _ => false,
    };

    private static Decision IsAtProvider =>
        Decision.Refuse("refund-at-provider", "PayPal has this refund, or the buyer has the money: it cannot be ended here.");

    private static Decision GiveUp(Order order, Refund failed, string? notShown)
    {
        // The provider shows it again: it may still complete.
        if (failed is { Failure: EndedAsNotMade, ProviderId: { } id } && id != notShown)
            return IsAtProvider;
        if (failed.Lines.Count > 0 && NotCovered(order, failed) is { } refusal)
            return refusal;

        var left = order.With(
            failed.Lines.Count > 0
                ? failed with { Failure = CoveredByCase, Covered = OwedRefunds.CoverOf(order, failed) }
                : failed with { Failure = EndedByOperator });
        // Another one may still be owed.
        return new OrderChange(left) { Events = OwedRefunds.Of(left).MinorUnits > 0 ? [] : [new(OrderEventType.PayoutUnblocked)] };
    }

    /// <summary>Goods that were never shipped: the operator says that lost disputes have given their price, and they must have given as
    /// much.</summary>
    private static Decision? NotCovered(Order order, Refund failed)
    {
        var (given, owed) = (OwedRefunds.CoverOf(order, failed), Money.Min(failed.Amount, OwedRefunds.Promised(order)));
        return given >= owed ? null : Decision.Refuse(
            "refund-owed",
            given.MinorUnits > 0
                ? $"What it was for was never shipped, and lost disputes have given at most {given} of it: first refund {owed - given}, or "
                    + $"pay the buyer otherwise and book it with \"amount\" {(owed - given).ToDecimalString()}."
                : "What it was for was never shipped, so the money is the buyer's: refund it again, or pay the buyer otherwise.");
    }

    /// <summary>The provider has accepted it, even if its later answers to the same call were refusals.</summary>
    public static Decision Pend(Order order, int n, string providerId, DateTimeOffset? madeAt = null) =>
        Find(order, n) is { State: RefundState.Approved or RefundState.Submitting or RefundState.Unknown } refund
            ? new OrderChange(order.With(refund with { State = RefundState.Pending, ProviderId = providerId, MadeAt = madeAt }))
            : Decision.Nothing;

    /// <summary>The buyer has the money. A payout with nothing left of it ends.</summary>
    public static Decision Complete(Order order, int n, string providerId, DateTimeOffset now, DateTimeOffset? madeAt = null) =>
        Find(order, n) is { IsUnderWay: true } refund
            ? Completed(order, refund with { MadeAt = madeAt ?? refund.MadeAt }, providerId, now)
            : Decision.Nothing;

    /// <summary>The provider has refused. The money is the seller's in the books, but blocked (<see cref="OwedRefunds"/>). A late
    /// capture's money stays booked as in flight: it is the buyer's.</summary>
    public static Decision Fail(Order order, int n, string issue, DateTimeOffset now)
    {
        if (Find(order, n) is not { IsUnderWay: true } refund)
            return Decision.Nothing;

        var failed = order.With(refund with { State = RefundState.Failed, Failure = issue });
        // What it took from a waiting payout or the reserve returns there, or to the hold if that was taken back meanwhile.
        failed = failed.Without(-refund.FromPayable, -refund.FromReserve);
        IReadOnlyList<OrderEvent> events = [new(OrderEventType.RefundFailed, refund.Amount, issue)];
        if (refund.Reason == RefundReason.LateCapture)
            return new OrderChange(failed) { Events = events };

        var booked = OrderPostings.RefundFailed(order, refund, order.CurrentPayout is { IsPayable: true }, now);
        var (borne, ledger) = DisputeBooks.BorneAnew(failed, now);
        var change = new OrderChange(borne.WithoutEmptyPayout()) { Ledger = [booked, .. ledger], Events = events };
        // Its debt may have been paid: by netting what a dispute owed, before the dispute was won.
        return DisputeTransitions.WithoutOverpaidDebt(change, Refund.Key(order.Id, n) + "-debt-returned", now);
    }

    /// <summary>What PayPal took back by itself is the money of a dispute, which books it: the reversal's booking is reversed.
    /// Nobody is told, since nothing has happened to the money.</summary>
    internal static OrderChange TakeOver(Order order, Refund reversal, DateTimeOffset now)
    {
        var left = order.With(reversal with { State = RefundState.Failed, Failure = BookedWithCase, Lines = [], ReturnedLines = [] });
        return new OrderChange(left.Without(-reversal.FromPayable, -reversal.FromReserve))
        {
            Ledger = [OrderPostings.ReversalTakenOver(order, reversal, order.CurrentPayout is { IsPayable: true }, now)],
        };
    }

    /// <summary>The orchestration that carries refund n out.</summary>
    public static OrchestrationStart Start(string orderId, int n) => new(OrderOrchestrations.Refund, Refund.Key(orderId, n));

    /// <summary>The buyer has the money of a refund that was booked as failed: it is booked anew, from what is the seller's
    /// now.</summary>
    internal static OrderChange CompletedAfterAll(Order order, Refund failed, string? providerId, DateTimeOffset now)
    {
        var anew = RefundAmounts.WithSources(order, failed) with { State = RefundState.Approved, HadFailed = true };
        var begun = order.With(anew).Without(anew.FromPayable, anew.FromReserve);
        var completed = Completed(begun, anew, providerId, now);
        return completed with { Ledger = [OrderPostings.RefundBookedAnew(order, anew, now), .. completed.Ledger] };
    }

    internal static OrderChange Completed(Order order, Refund refund, string? providerId, DateTimeOffset now)
    {
        var completed = order.With(
            refund with
            {
                State = RefundState.Completed,
                ProviderId = providerId,
                CompletedAt = now,
                Failure = null,
                HadFailed = refund.HadFailed || refund.State == RefundState.Failed,
            });
        return new OrderChange(RefundDecisions.WithRequestAnswered(completed).WithoutEmptyPayout())
        {
            Ledger = [OrderPostings.RefundCompleted(order, refund, now)],
            Events = [new(OrderEventType.RefundCompleted, refund.Amount)],
        };
    }

    internal static Refund? Find(Order order, int n) => order.Refunds.FirstOrDefault(r => r.Number == n);
}
