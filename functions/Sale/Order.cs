using System.Text.Json.Serialization;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale;

/// <summary>The state of one sale: parallel state machines (request, checkouts, shipments, refunds, payouts), from which the status
/// is derived. It is stored in the row <c>order</c> of the order's partition, and changes only through <c>OrderStore</c>. It holds
/// no identity data of the seller and no address of the buyer. Times are UTC.</summary>
public sealed record Order
{
    /// <summary>Also the instance id of the order's orchestration; never reused.</summary>
    public required string Id { get; init; }

    public required string ConversationId { get; init; }

    public required string SellerId { get; init; }

    public required string BuyerId { get; init; }

    /// <summary>The language of the page on which the buyer last began to pay; null when unknown.</summary>
    public ReaderLanguage? BuyerReads { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required Money Shipping { get; init; }

    public required Money Tax { get; init; }

    public required FulfilmentKind Kind { get; init; }

    /// <summary>A copy of the terms as of the request.</summary>
    public required OrderTerms Terms { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When the request ends unpaid: at most the period in the terms after it was sent.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The order that this one replaces after an edit.</summary>
    public string? Replaces { get; init; }

    /// <summary>The order that replaces this one; there is at most one. Null when there is none, and in orders from before this was
    /// kept.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The hash of the request that made this order, to tell a retry from another request under the same key.</summary>
    public string? RequestHash { get; init; }

    public RequestState Request { get; init; } = RequestState.Sent;

    public IReadOnlyList<Checkout> Checkouts { get; init; } = [];

    /// <summary>The one charge; null until money has moved.</summary>
    public Capture? Capture { get; init; }

    public IReadOnlyList<Shipment> Shipments { get; init; } = [];

    /// <summary>The last extension of the ship-by deadline that was asked for.</summary>
    public ShipByExtension? Extension { get; init; }

    /// <summary>The deadline that the buyer has agreed to, UTC; it stands while another one is asked for. Null when none was, and
    /// in orders from before this was kept, where <see cref="Extension"/> has it.</summary>
    public DateTimeOffset? AgreedShipBy { get; init; }

    /// <summary>How many reminders to ship have been dealt with.</summary>
    public int ShipReminders { get; init; }

    public IReadOnlyList<Refund> Refunds { get; init; } = [];

    /// <summary>Money that PayPal shows as returned, to be decided with the open dispute. Empty in orders from before this was
    /// kept.</summary>
    public IReadOnlyList<HeardRefund> HeardRefunds { get; init; } = [];

    public IReadOnlyList<Payout> Payouts { get; init; } = [];

    /// <summary>Disputes at the provider, oldest first.</summary>
    [JsonPropertyName("cases")]
    public IReadOnlyList<Dispute> Disputes { get; init; } = [];

    /// <summary>The buyer's complaints, oldest first.</summary>
    public IReadOnlyList<Complaint> Complaints { get; init; } = [];

    /// <summary>The part of a payout that is kept in reserve; null when there is none, or it has ended.</summary>
    public Reserve? Reserve { get; init; }

    /// <summary>Debts of this order paid by others, and debts of others paid by this order.</summary>
    public IReadOnlyList<Transfer> Transfers { get; init; } = [];

    /// <summary>Debt that the platform bears.</summary>
    public Money? WrittenOff { get; init; }

    /// <summary>Debt that was paid by netting and then turned out not to exist: it is the seller's money again. Null when there is
    /// none.</summary>
    public Money? DebtReturned { get; init; }

    /// <summary>How often debt was written off.</summary>
    public int WriteOffs { get; init; }

    /// <summary>How often a tracking report to the provider was started.</summary>
    public int TrackingReports { get; init; }

    /// <summary>Whether an operator has blocked the payout.</summary>
    public bool ManuallyBlocked { get; init; }

    /// <summary>Why an operator has blocked the payout; for the seller.</summary>
    public string? BlockReason { get; init; }

    /// <summary>The months (UTC, <c>yyyyMM</c>) under which the order is indexed: those in which it was booked on the seller's accounts,
    /// or something was completed.</summary>
    public IReadOnlyList<string> BookedMonths { get; init; } = [];

    /// <summary>Whether its next check is indexed among the deadlines. False in orders from before the index, until their next
    /// change.</summary>
    public bool Watched { get; init; }

    /// <summary>The time of the check that was indexed last, UTC: while it lies ahead, no later one is indexed, because the check
    /// itself does that. Null when there is none, and in rows from before it was kept.</summary>
    public DateTimeOffset? LooksFrom { get; init; }

    /// <summary>Whether its tracking numbers and the provider's ids are indexed for the operators' search. False in orders from
    /// before the index, until their next change.</summary>
    public bool Findable { get; init; }

    /// <summary>Whether it has been indexed among the seller's unsettled orders since it last became one. False in orders from before
    /// a payment on its way made one, until their next change.</summary>
    public bool Listed { get; init; }

    /// <summary>Counts the rows written beside this one (timeline, outbox, ledger), to order them.</summary>
    public int Rows { get; init; }

    /// <summary>Lines + shipping + tax.</summary>
    [JsonIgnore]
    public Money Total => Lines.Aggregate(Shipping + Tax, (sum, line) => sum + line.Total());

    /// <summary>The newest checkout, the only one that is ever captured.</summary>
    [JsonIgnore]
    public Checkout? CurrentCheckout => Checkouts.Count == 0 ? null : Checkouts[^1];

    /// <summary>The newest payout generation.</summary>
    [JsonIgnore]
    public Payout? CurrentPayout => Payouts.Count == 0 ? null : Payouts[^1];

    /// <summary>The shipments that have not been un-marked.</summary>
    [JsonIgnore]
    public IEnumerable<Shipment> LiveShipments => Shipments.Where(s => s.UnmarkedAt is null);

    /// <summary>The lines that a refund or a dispute has taken out of the sale, whether or not they were shipped, and even if the
    /// refund is under way or failed.</summary>
    [JsonIgnore]
    public IEnumerable<int> RefundedLines => Refunds.Where(r => r.TakesLines).SelectMany(r => r.Lines.Concat(r.ReturnedLines))
        .Concat(Disputes.SelectMany(c => c.Lines.Concat(c.ReturnedLines)));

    /// <summary>The undecided dispute; null when there is none.</summary>
    [JsonIgnore]
    public Dispute? OpenDispute => Disputes.FirstOrDefault(c => c.IsOpen);

    /// <summary>The lines still to be shipped: neither shipped nor given up by a refund.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> UnshippedLines =>
        [.. Enumerable.Range(0, Lines.Count).Except(LiveShipments.SelectMany(s => s.Lines)).Except(RefundedLines)];

    /// <summary>When the last line was shipped or given up; null before, and when nothing was shipped at all.</summary>
    [JsonIgnore]
    public DateTimeOffset? FulfilledAt => LiveShipments.Any() && UnshippedLines.Count == 0
        ? LiveShipments.Select(s => s.At).Concat(Refunds.Where(r => r.TakesLines && r.Lines.Count > 0).Select(r => r.At))
            .Concat(Disputes.Where(c => c.Lines.Count > 0).Select(c => c.ResolvedAt!.Value)).Max()
        : null;

    /// <summary>When the payout is due: fulfilment plus the hold, but not before a dispute in the hold was decided (race 9). The
    /// hold is the shorter one when each shipment has a known carrier's number or was confirmed. Null before fulfilment.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt
    {
        get
        {
            var due = FulfilledAt + (LiveShipments.All(s => s.ShortensHold) ? Terms.HoldWithTracking : Terms.HoldWithoutTracking);
            var released = Payouts.Count > 0 ? Payouts[0].ReleasedAt : DateTimeOffset.MaxValue;
            return Disputes
                .Where(c => c.ResolvedAt <= released)
                .Aggregate(due, (latest, c) => c.ResolvedAt > latest ? c.ResolvedAt : latest);
        }
    }

    /// <summary>When unshipped lines are refunded; null before payment.</summary>
    [JsonIgnore]
    public DateTimeOffset? ShipBy
    {
        get
        {
            if (Capture is null)
                return null;
            var deadline = AgreedDeadline ?? Capture.At + Terms.ShipWithin;
            if (Shipments.Where(s => s.UnmarkedAt is not null).Max(s => s.UnmarkedAt) is not { } unmarked)
                return deadline;

            // Un-marking moves the deadline to 48 hours from then, when that is later, but never past what the buyer could agree
            // to: however often a shipment is un-marked, the money is not kept any longer.
            var (extended, latest) = (unmarked + TimeSpan.FromHours(48), Capture.At + Terms.ShipWithinAtMost);
            var bounded = extended < latest ? extended : latest;
            return bounded > deadline ? bounded : deadline;
        }
    }

    /// <summary>The deadline that the buyer has agreed to, from whichever member holds it.</summary>
    [JsonIgnore]
    public DateTimeOffset? AgreedDeadline => Extension is { State: ExtensionState.Agreed } agreed ? agreed.Until : AgreedShipBy;

    /// <summary>Refunded or being refunded; not what is merely requested, denied or failed.</summary>
    [JsonIgnore]
    public Money Refunded => Sum(Refunds.Where(r => r.Counts).Select(r => r.Amount));

    /// <summary>What can still be refunded.</summary>
    [JsonIgnore]
    public Money Refundable => Capture is { Late: false } capture ? capture.Gross - GivenBack : Money.Zero(Terms.Currency);

    /// <summary>The most that a dispute can have taken in total: what no refund and no other dispute has. A null
    /// <paramref name="caseId"/> gives what is left beside all of them.</summary>
    public Money LeftFor(string? caseId) => Refundable + Sum(Disputes.Where(c => c.Id == caseId).Select(c => c.Lost))
        - Sum(Disputes.Where(c => c.Id != caseId).Select(c => c.Withheld));

    /// <summary>Whether this refund, by the provider's id, is the money of a dispute, or waits for one to be decided: it is not
    /// booked by itself.</summary>
    public bool HasWithCase(string? refundId) => refundId is not null
        && (Disputes.Any(c => c.OwnReversals.Contains(refundId)) || HeardRefunds.Any(h => h.Id == refundId)
            || Refunds.Any(r => r.ProviderId == refundId && r.Failure == RefundTransitions.BookedWithCase));

    /// <summary>Whether the provider reports on another capture than the one that is booked: the buyer was charged twice. Without a
    /// sign of that it is the booked one.</summary>
    /// <param name="captureId">The provider's id of the capture reported on; null when unknown.</param>
    /// <param name="customId">That capture's key; null when unknown.</param>
    public bool IsOfOtherCapture(string? captureId, string? customId) => Capture is { } booked
        && (Checkout.Parse(customId) is { } key
            ? key != (Id, booked.CheckoutNumber)
            : captureId is not null && captureId != booked.ProviderId);

    /// <summary>What the buyer has been or is being given back: refunds and lost disputes.</summary>
    [JsonIgnore]
    public Money GivenBack => Refunded + Sum(Disputes.Select(c => c.Lost));

    /// <summary>The seller's share, paid out or to be paid out: gross less fees, less what refunds, disputes and debts took of
    /// it.</summary>
    [JsonIgnore]
    public Money Net => Capture is { Late: false } capture
        ? capture.SellerShare(Terms) - Sum(Refunds.Where(r => r.Counts).Select(r => r.FromSeller)) - Sum(Disputes.Select(c => c.FromSeller))
            - KeptForDebts
            + (DebtReturned ?? Money.Zero(Terms.Currency))
        : Money.Zero(Terms.Currency);

    /// <summary>The part of this order's payouts that was kept for the seller's debts.</summary>
    [JsonIgnore]
    public Money KeptForDebts =>
        Sum(Transfers.Where(t => t is { Side: TransferSide.Pays, State: TransferState.Done }).Select(t => t.Amount));

    /// <summary>Whether the whole payout was kept for the seller's debts: the order has ended, and nothing is paid out.</summary>
    [JsonIgnore]
    public bool IsSettledByDebts => CurrentPayout is { WasForNothing: true } && !IsPaidOut
        && Held.MinorUnits == 0 && Reserved.MinorUnits == 0 && KeptForDebts.MinorUnits > 0;

    /// <summary>Whether the seller has been paid, and nothing more is due.</summary>
    [JsonIgnore]
    public bool IsPaidOut => CurrentPayout is { State: PayoutState.Paid }
        || (CurrentPayout is { WasForNothing: true } && Payouts.Any(p => p.State == PayoutState.Paid));

    /// <summary>The part of the net that has not been released: the amount of the next payout.</summary>
    [JsonIgnore]
    public Money Held => Net - Sum(Payouts.Where(p => !p.IsVoid).Select(p => p.Amount)) - Reserved;

    /// <summary>What is left of the reserve.</summary>
    [JsonIgnore]
    public Money Reserved => Reserve?.Amount ?? Money.Zero(Terms.Currency);

    /// <summary>What the seller owes for this order: refunds after the payout, fees that the processor keeps, and dispute fees;
    /// less what other orders paid or was written off, and not returned.</summary>
    [JsonIgnore]
    public Money Debt => Sum(Refunds.Where(r => r.Counts).Select(r => r.FromDebt)) + Sum(Disputes.Select(c => c.FromDebt))
        + (Terms.SellerBearsCaseFees ? Sum(Disputes.Select(c => c.Fees)) : Money.Zero(Terms.Currency))
        - Sum(Transfers.Where(t => t is { Side: TransferSide.Owes, State: TransferState.Done }).Select(t => t.Amount))
        - (WrittenOff ?? Money.Zero(Terms.Currency))
        + (DebtReturned ?? Money.Zero(Terms.Currency));

    /// <summary>The part of the debt that is final and not set aside: a refund under way may still fail, a dispute may be
    /// won.</summary>
    [JsonIgnore]
    public Money OpenDebt => Debt - Sum(Refunds.Where(r => r.IsUnderWay).Select(r => r.FromDebt))
        - (PendingTransfer?.Amount ?? Money.Zero(Terms.Currency));

    /// <summary>When the oldest part of the <see cref="OpenDebt"/> arose, UTC: the oldest is paid first. Null when there is
    /// none.</summary>
    [JsonIgnore]
    public DateTimeOffset? OwesSince
    {
        get
        {
            var owed = Refunds.Where(r => r.Counts && !r.IsUnderWay).Select(r => (r.At, Amount: r.FromDebt))
                .Concat(Disputes.Select(c => (
                    At: c.ResolvedAt ?? c.OpenedAt, Amount: Terms.SellerBearsCaseFees ? c.FromDebt + c.Fees : c.FromDebt)))
                .Where(o => o.Amount.MinorUnits > 0).OrderBy(o => o.At).ToList();
            // From the newest backwards, as much as is still open.
            var (left, since) = (OpenDebt.MinorUnits, (DateTimeOffset?)null);
            for (var i = owed.Count - 1; i >= 0 && left > 0; i--)
                (left, since) = (left - owed[i].Amount.MinorUnits, owed[i].At);
            return since;
        }
    }

    /// <summary>The transfer from another order that is pending for this order's debt.</summary>
    [JsonIgnore]
    public Transfer? PendingTransfer => Transfers.FirstOrDefault(t => t.State == TransferState.Pending);

    /// <summary>Whether any of the seller's money is here: held, in flight, or owed.</summary>
    [JsonIgnore]
    public bool HoldsOrOwes => Held.MinorUnits != 0 || Reserved.MinorUnits != 0 || Debt.MinorUnits != 0
        || Payouts.Any(p => p.State != PayoutState.Paid && !p.IsVoid && p.Amount.MinorUnits != 0);

    /// <summary>Whether the seller is still needed: money of the seller's is here or on its way, or the payment is disputed. A dispute
    /// may take money long after the payout.</summary>
    [JsonIgnore]
    public bool IsUnsettled => HoldsOrOwes || OpenDispute is not null || IsBeingPaid;

    /// <summary>Whether a payment is on its way: the provider has been, or is about to be, asked for the money, and has not given its
    /// last word. That can take days.</summary>
    [JsonIgnore]
    public bool IsBeingPaid => Capture is null
        && CurrentCheckout is { State: CheckoutState.Capturing or CheckoutState.Unknown or CheckoutState.CapturePending };

    /// <summary>This order without its index markers.</summary>
    [JsonIgnore]
    public Order Unindexed => this with { BookedMonths = [], Watched = false, LooksFrom = null, Findable = false, Listed = false };

    /// <summary>This order with its newest checkout changed.</summary>
    public Order With(Checkout checkout) => this with { Checkouts = [.. Checkouts.Take(checkout.Number - 1), checkout] };

    /// <summary>This order with this shipment changed.</summary>
    public Order With(Shipment shipment) => this with { Shipments = [.. Shipments.Select(s => s.Id == shipment.Id ? shipment : s)] };

    /// <summary>This order with this refund changed or added.</summary>
    public Order With(Refund refund) =>
        this with { Refunds = [.. Refunds.Take(refund.Number - 1), refund, .. Refunds.Skip(refund.Number)] };

    /// <summary>This order with this payout generation changed or added.</summary>
    public Order With(Payout payout) =>
        this with { Payouts = [.. Payouts.Take(payout.Generation - 1), payout, .. Payouts.Skip(payout.Generation)] };

    /// <summary>This order with this dispute changed or added.</summary>
    public Order With(Dispute @case) => this with
    {
        Disputes = Disputes.Any(c => c.Id == @case.Id) ? [.. Disputes.Select(c => c.Id == @case.Id ? @case : c)] : [.. Disputes, @case],
    };

    /// <summary>The unanswered complaint; null when there is none.</summary>
    [JsonIgnore]
    public Complaint? OpenComplaint => Complaints.FirstOrDefault(c => c.State == ComplaintState.Open);

    /// <summary>This order with this complaint changed or added.</summary>
    public Order With(Complaint complaint) =>
        this with { Complaints = [.. Complaints.Where(c => c.Number != complaint.Number), complaint] };

    /// <summary>This order with this side of a transfer changed or added.</summary>
    public Order With(Transfer transfer) => this with
    {
        Transfers = [.. Transfers.Where(t => (t.Id, t.Side) != (transfer.Id, transfer.Side)), transfer],
    };

    /// <summary>This order after these amounts were taken from the waiting payout and the reserve; negative amounts are given
    /// back.</summary>
    public Order Without(Money ofPayable, Money ofReserve)
    {
        var changed = Reserve is null ? this : this with { Reserve = Reserve with { Amount = Reserve.Amount - ofReserve } };
        return CurrentPayout is { IsPayable: true } waiting ? changed.With(waiting with { Amount = waiting.Amount - ofPayable }) : changed;
    }

    /// <summary>This order with its payout ended, if nothing is left of it and nothing can come back to it.</summary>
    public Order WithoutEmptyPayout() =>
        CurrentPayout is { IsPayable: true, Amount.MinorUnits: 0 } empty && OpenDispute is null && !Refunds.Any(r => r.IsUnderWay)
            ? With(empty with { State = PayoutState.NothingDue })
            : this;

    private Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero(Terms.Currency), (sum, amount) => sum + amount);
}
