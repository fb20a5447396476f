using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Sale.Payouts;

/// <summary>How the seller is paid. Only the orchestrator releases; only the sweep submits what is released.</summary>
public static class PayoutTransitions
{
    /// <summary>How many payouts of one order an operator can retry: all of them are kept in the order's row.</summary>
    private const int MaxRetried = 20;

    /// <summary>Ends the hold: fulfilled, due, and not blocked. When nothing is left, the payout is for zero.</summary>
    public static Decision Release(Order order, IReadOnlySet<PayoutBlock> blocks, DateTimeOffset now)
    {
        var isOver = order.CurrentPayout is { State: PayoutState.Paid } or { WasForNothing: true };
        if (isOver ? !IsOwedAfterTheEnd(order) : order.CurrentPayout is { IsVoid: false })
            return Decision.Nothing;
        if (order.DueAt is not { } due || now < due)
            return Decision.Refuse("not-due", "The hold has not ended.");
        if (blocks.Count > 0)
            return Decision.Refuse("blocked", PayoutBlockWords.Of(blocks));
        return ReleaseHeld(order, now);
    }

    /// <summary>Releases all that is held, less what is kept in reserve, as the next generation.</summary>
    internal static OrderChange ReleaseHeld(Order order, DateTimeOffset now)
    {
        var g = order.Payouts.Count + 1;
        if (order.Held <= Money.Zero(order.Terms.Currency))
            return new OrderChange(order.With(new Payout(g, PayoutState.NothingDue, Money.Zero(order.Terms.Currency), now)));

        var released = OrderPostings.Released(order, g, order.Held, now);
        if (ReserveTransitions.Of(order, order.Held, g, now) is not { } reserve)
        {
            return new OrderChange(order.With(new Payout(g, PayoutState.Released, order.Held, now)))
            {
                Ledger = [released],
                Events = [new(OrderEventType.PayoutReleased, order.Held)],
            };
        }

        var payout = new Payout(g, PayoutState.Released, order.Held - reserve.Amount, now);
        return new OrderChange((order with { Reserve = reserve }).With(payout).WithoutEmptyPayout())
        {
            Ledger = [released, OrderPostings.ReserveKept(order, reserve, now)],
            Events = [new(OrderEventType.PayoutReleased, payout.Amount), new(OrderEventType.ReserveKept, reserve.Amount)],
            Starts = [new OrchestrationStart(OrderOrchestrations.Reserve, reserve.Key(order.Id))],
        };
    }

    /// <summary>Whether the order has ended and money is held again: a lost dispute was decided anew.</summary>
    public static bool IsOwedAfterTheEnd(Order order) =>
        order.CurrentPayout is { State: PayoutState.Paid } or { WasForNothing: true } && order.Held.MinorUnits > 0;

    /// <summary>Puts a released payout into a batch, under the order's ETag, before the provider is called.</summary>
    public static Decision Submit(Order order, int g, string batchId, IReadOnlySet<PayoutBlock> blocks, DateTimeOffset now)
    {
        if (Find(order, g) is not { } payout)
            return Decision.NotFound("payout");
        var isInIt = payout.State is PayoutState.Submitting && payout.BatchId == batchId;
        if (!isInIt && payout.State is not (PayoutState.Released or PayoutState.FailedRetryable))
            return Decision.Refuse("not-released", $"The payout is {payout.State}.");
        // Also one that an earlier run has put into it: the provider has not been called yet.
        if (blocks.Count > 0)
            return Decision.Refuse("blocked", PayoutBlockWords.Of(blocks));
        if (isInIt)
            return Decision.Nothing;
        if (payout.Amount.MinorUnits == 0)
            return Decision.Refuse("nothing-due", "Refunds have left nothing to pay out.");

        var submitted = payout with
        {
            State = PayoutState.Submitting,
            BatchId = batchId,
            // The item id of the previous batch does not apply to this one.
            ProviderItemId = null,
            Failure = null,
            NotBefore = null,
            SubmittedAt = payout.SubmittedAt ?? now,
        };
        return new OrderChange(order.With(submitted))
        {
            Ledger = [OrderPostings.PayoutSubmitted(order, submitted, now)],
            Events = payout.SubmittedAt is null ? [new(OrderEventType.PayoutSubmitted, submitted.Amount)] : [],
        };
    }

    /// <summary>The payout leaves a batch that does not pay it: the provider has never seen it there. It is released as before, but
    /// only while it is in that batch.</summary>
    public static Decision LeaveBatch(Order order, int g, string batchId, DateTimeOffset now) =>
        Find(order, g) is { State: PayoutState.Submitting } payout && payout.BatchId == batchId
            ? new OrderChange(order.With(payout with { State = PayoutState.Released, BatchId = null }))
            {
                Ledger = [OrderPostings.PayoutLeftBatch(order, payout, now)],
            }
            : Decision.Nothing;

    /// <summary>The provider has the item.</summary>
    public static Decision Process(Order order, int g, string providerItemId) =>
        Find(order, g) is { State: PayoutState.Submitting or PayoutState.Unknown } payout
            ? new OrderChange(order.With(payout with { State = PayoutState.Processing, ProviderItemId = providerItemId }))
            : Decision.Nothing;

    /// <summary>The seller has the money.</summary>
    public static Decision Pay(Order order, int g, string providerItemId, Money fee, DateTimeOffset now)
    {
        if (Find(order, g) is not { } payout || !(payout.State == PayoutState.Withheld || IsAtProvider(payout)))
            return Decision.Nothing;

        // A withheld payout has already left the balance, with its fee.
        var wasWithheld = payout.State == PayoutState.Withheld;
        var paid = payout with
        {
            State = PayoutState.Paid,
            ProviderItemId = providerItemId,
            Fee = wasWithheld ? payout.Fee : fee,
            PaidAt = now,
            Failure = null,
        };
        return new OrderChange(order.With(paid))
        {
            Ledger = [wasWithheld ? OrderPostings.WithheldPayoutPaid(order, paid, now) : OrderPostings.PayoutPaid(order, paid, now)],
            Events = [new(OrderEventType.PaidOut, paid.Amount)],
        };
    }

    /// <summary>The provider did not pay the item; it is payable again. A <paramref name="retryable"/> one, which the sweep tries
    /// again by itself, waits longer each time, and the seller is not told the same failure twice.
    /// <paramref name="providerItemId"/> is null when the provider made no item.</summary>
    public static Decision Fail(Order order, int g, string error, bool retryable, DateTimeOffset now, string? providerItemId = null)
    {
        if (Find(order, g) is not { } payout || !IsAtProvider(payout))
            return Decision.Nothing;

        var failures = payout.Failures + 1;
        var failed = payout with
        {
            State = retryable ? PayoutState.FailedRetryable : PayoutState.FailedPermanent,
            Failure = error,
            Failures = failures,
            ProviderItemId = providerItemId ?? payout.ProviderItemId,
            NotBefore = retryable ? now + Payout.WaitAfter(failures) : null,
            ToldFailure = error,
        };
        return new OrderChange(order.With(failed))
        {
            Ledger = [OrderPostings.PayoutFailed(order, payout, now)],
            Events = !retryable ? [new(OrderEventType.PayoutRefused, payout.Amount, error)]
                : payout.ToldFailure == error ? []
                : [new(OrderEventType.PayoutFailed, payout.Amount, error)],
        };
    }

    /// <summary>The money has left the balance, but the seller does not have it: it is unclaimed, or under review by the provider.
    /// It is paid or comes back later.</summary>
    public static Decision Withhold(Order order, int g, string providerItemId, Money fee, string reason, DateTimeOffset now)
    {
        if (Find(order, g) is not { } payout || !IsAtProvider(payout))
            return Decision.Nothing;

        var withheld = payout with
        {
            State = PayoutState.Withheld,
            ProviderItemId = providerItemId,
            Fee = fee,
            Failure = reason,
            ToldFailure = reason,
            WithheldAt = now,
        };
        return new OrderChange(order.With(withheld))
        {
            Ledger = [OrderPostings.PayoutWithheld(order, withheld, now)],
            Events = [new(OrderEventType.PayoutWithheld, payout.Amount, reason)],
            Starts = [new OrchestrationStart(OrderOrchestrations.PayoutFollowUp, Payout.Key(order.Id, g))],
        };
    }

    /// <summary>The money is back: unclaimed, refunded by the seller, or reversed. Whether it is paid again is decided
    /// elsewhere.</summary>
    /// <param name="order">The order as it stands.</param>
    /// <param name="g">The generation.</param>
    /// <param name="providerItemId">The provider's item id.</param>
    /// <param name="fee">The part of its fee that the provider has kept.</param>
    /// <param name="reason">The provider's error.</param>
    /// <param name="now">UTC.</param>
    public static Decision Return(Order order, int g, string providerItemId, Money fee, string reason, DateTimeOffset now)
    {
        if (Find(order, g) is not { HandedOver: false } payout
            || !(payout.State is PayoutState.Withheld or PayoutState.Paid || IsAtProvider(payout)))
            return Decision.Nothing;

        var kept = payout.State == PayoutState.Paid ? payout.Fee : fee;
        var returned = payout with
        {
            State = PayoutState.Returned,
            ProviderItemId = providerItemId,
            Fee = kept,
            Failure = reason,
            ToldFailure = reason,
        };
        return new OrderChange(order.With(returned))
        {
            Ledger = payout.State switch
            {
                PayoutState.Paid => [OrderPostings.PaidPayoutReturned(order, returned, now)],
                PayoutState.Withheld => [OrderPostings.PayoutReturned(order, payout, returned, now)],
                // It was withheld unnoticed.
                _ => [OrderPostings.PayoutWithheld(order, returned, now), OrderPostings.PayoutReturned(order, returned, returned, now)],
            },
            Events = [new(OrderEventType.PayoutReturned, payout.Amount, reason)],
        };
    }

    /// <summary>The seller is reminded to claim the payout; once for each of these days.</summary>
    public static Decision Remind(Order order, int g, int day) =>
        Find(order, g) is { State: PayoutState.Withheld } payout && payout.RemindedOn < day
        ? new OrderChange(order.With(payout with { RemindedOn = day })) { Events = [new(OrderEventType.PayoutUnclaimed, payout.Amount)] }
        : Decision.Nothing;

    /// <summary>Pays what was refused or came back as the next generation: an operator has asked, and the provider has confirmed
    /// that it was not paid. It stays payable, so nothing is booked. A repeat of the same request changes nothing; another request
    /// is told which payout has replaced this one.</summary>
    public static Decision Retry(Order order, int g, IdempotencyRecord asked, DateTimeOffset now) => Find(order, g) switch
    {
        { State: PayoutState.Replaced } => order.Payouts.Any(p => p.Asked == asked)
            ? Decision.Nothing
            : Decision.Refuse(
                "payout-replaced",
                $"Payout {g} has been tried again before; the newest is payout {order.Payouts.Count}, which is "
                    + $"{order.CurrentPayout!.State}: go on with that one."),
        { State: PayoutState.FailedPermanent or PayoutState.Returned } when order.Payouts.Count >= MaxRetried => Decision.Refuse(
            "too-many-payouts", $"The order has had {order.Payouts.Count} payouts: hand this one over, or pay the seller in another way."),
        { State: PayoutState.FailedPermanent or PayoutState.Returned } payout => new OrderChange(
            order.With(payout with { State = PayoutState.Replaced })
                .With(new Payout(order.Payouts.Count + 1, PayoutState.Released, payout.Amount, now) { Asked = asked }))
        {
            Events = [new(OrderEventType.PayoutRetried, payout.Amount)],
        },
        var payout => Decision.Refuse(
            "payout-not-failed", $"The payout is {payout?.State}: only what was refused or has come back is paid again."),
    };

    /// <summary>Hands over what was refused or came back as unclaimed property, which counts as paid. The same goes for what is
    /// released for a seller whose account was closed for good: nobody sends that. What a refund or a case may still change is not
    /// handed over: the order has ended afterwards, and nobody pays what comes back.</summary>
    public static Decision HandOver(Order order, int g, string note, bool sellerIsClosed, DateTimeOffset now) =>
        Find(order, g) switch
        {
            { HandedOver: true } => Decision.Nothing,
            { Amount.MinorUnits: > 0 } payout when IsNeverSent(payout, sellerIsClosed) =>
                Blocks(order, sellerIsActive: true) is { Count: > 0 } blocks
                    ? Decision.Refuse("payout-blocked", PayoutBlockWords.Of(blocks))
                    : new OrderChange(order.With(payout with { State = PayoutState.Paid, PaidAt = now, HandedOver = true }))
                    {
                        Ledger = [OrderPostings.PayoutHandedOver(order, payout, now)],
                        Events = [new(OrderEventType.PayoutHandedOver, payout.Amount, note)],
                    },
            var payout => Decision.Refuse(
                "payout-not-failed",
                $"The payout is {payout?.State.ToString() ?? "not there"}: only what was refused or has come back is handed over, and "
                    + "what waits for a seller whose account was closed."),
        };

    /// <summary>An operator blocks the payout, with a reason for the seller. What has been submitted is not stopped.</summary>
    public static Decision Block(Order order, string reason) => order is { ManuallyBlocked: true } && order.BlockReason == reason
        ? Decision.Nothing
        : new OrderChange(order with { ManuallyBlocked = true, BlockReason = reason })
        {
            Events = [new(OrderEventType.PayoutBlocked, Detail: reason)],
        };

    /// <summary>An operator unblocks the payout.</summary>
    public static Decision Unblock(Order order) => order.ManuallyBlocked
        ? new OrderChange(order with { ManuallyBlocked = false, BlockReason = null }) { Events = [new(OrderEventType.PayoutUnblocked)] }
        : Decision.Nothing;

    /// <summary>What blocks this order's payout now.</summary>
    public static IReadOnlySet<PayoutBlock> Blocks(Order order, bool sellerIsActive)
    {
        var blocks = new HashSet<PayoutBlock>();
        if (order.CurrentCheckout?.State == CheckoutState.CapturePending)
            blocks.Add(PayoutBlock.CapturePending);
        if (order.Refunds.Any(r => r.Blocks))
            blocks.Add(PayoutBlock.RefundInFlight);
        if (OwedRefunds.Of(order).MinorUnits > 0)
            blocks.Add(PayoutBlock.RefundOwed);
        if (order.OpenComplaint is not null)
            blocks.Add(PayoutBlock.ComplaintOpen);
        if (order.OpenDispute is not null)
            blocks.Add(PayoutBlock.CaseOpen);
        if (!sellerIsActive)
            blocks.Add(PayoutBlock.SellerRestricted);
        if (order.LiveShipments.Any(s => s is { UnderReview: true, DeliveredAt: null }))
            blocks.Add(PayoutBlock.TrackingReview);
        if (order.ManuallyBlocked)
            blocks.Add(PayoutBlock.Manual);
        return blocks;
    }

    private static bool IsNeverSent(Payout payout, bool sellerIsClosed) =>
        payout.State is PayoutState.FailedPermanent or PayoutState.Returned || (sellerIsClosed && payout.IsPayable);

    private static bool IsAtProvider(Payout payout) =>
        payout.State is PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown;

    private static Payout? Find(Order order, int g) => order.Payouts.FirstOrDefault(p => p.Generation == g);
}
