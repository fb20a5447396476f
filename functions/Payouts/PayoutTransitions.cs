using ChatPay.Functions.Ledger;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Shared;

namespace ChatPay.Functions.Payouts;

/// <summary>How the seller is paid. The orchestrator alone releases; the sweep alone submits what is released.</summary>
public static class PayoutTransitions
{
    /// <summary>Ends the hold: fulfilled, due, nothing blocks, something is left.</summary>
    public static Decision Release(Order order, IReadOnlySet<PayoutBlock> blocks, DateTimeOffset now)
    {
        if (order.CurrentPayout is { State: not PayoutState.NothingDue })
            return Decision.Nothing;
        if (order.DueAt is not { } due || now < due)
            return Decision.Refuse("not-due", "The hold has not ended.");
        if (blocks.Count > 0)
            return Decision.Refuse("blocked", $"The payout is blocked: {string.Join(", ", blocks)}.");
        if (order.Net <= Money.Zero(order.Terms.Currency))
            return Decision.Refuse("nothing-due", "Nothing is left to pay out.");

        var payout = new Payout(order.Payouts.Count + 1, PayoutState.Released, order.Net, now);
        return new OrderChange(order.With(payout))
        {
            Ledger = [Bookings.Released(order, payout)],
            Events = [new(OrderEventType.PayoutReleased, payout.Amount)],
        };
    }

    /// <summary>Puts a released payout into a batch, under the order's ETag, before the provider is called.</summary>
    public static Decision Submit(Order order, int g, string batchId, IReadOnlySet<PayoutBlock> blocks, DateTimeOffset now)
    {
        if (Find(order, g) is not { } payout)
            return Decision.Refuse("no-such-payout", "The order has no such payout.");
        if (payout.State is PayoutState.Submitting && payout.BatchId == batchId)
            return Decision.Nothing;
        if (payout.State is not (PayoutState.Released or PayoutState.FailedRetryable))
            return Decision.Refuse("not-released", $"The payout is {payout.State}.");
        if (blocks.Count > 0)
            return Decision.Refuse("blocked", $"The payout is blocked: {string.Join(", ", blocks)}.");

        var submitted = payout with { State = PayoutState.Submitting, BatchId = batchId, Failure = null };
        return new OrderChange(order.With(submitted))
        {
            Ledger = [Bookings.PayoutSubmitted(order, submitted, now)],
            Events = [new(OrderEventType.PayoutSubmitted, submitted.Amount)],
        };
    }

    /// <summary>The provider has the item.</summary>
    public static Decision Process(Order order, int g, string providerItemId) =>
        Find(order, g) is { State: PayoutState.Submitting or PayoutState.Unknown } payout
            ? new OrderChange(order.With(payout with { State = PayoutState.Processing, ProviderItemId = providerItemId }))
            : Decision.Nothing;

    /// <summary>The seller has the money.</summary>
    public static Decision Pay(Order order, int g, string providerItemId, Money fee, DateTimeOffset now)
    {
        if (Find(order, g) is not { State: PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown } payout)
            return Decision.Nothing;

        var paid = payout with { State = PayoutState.Paid, ProviderItemId = providerItemId, Fee = fee, PaidAt = now };
        return new OrderChange(order.With(paid))
        {
            Ledger = [Bookings.PayoutPaid(order, paid, now)],
            Events = [new(OrderEventType.PaidOut, paid.Amount)],
        };
    }

    /// <summary>The provider did not pay the item; it is payable again. Whether it is tried again is not decided here.</summary>
    public static Decision Fail(Order order, int g, string error, bool retryable, DateTimeOffset now)
    {
        if (Find(order, g) is not { State: PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown } payout)
            return Decision.Nothing;

        var failed = payout with { State = retryable ? PayoutState.FailedRetryable : PayoutState.FailedPermanent, Failure = error };
        return new OrderChange(order.With(failed))
        {
            Ledger = [Bookings.PayoutFailed(order, payout, now)],
            Events = [new(OrderEventType.PayoutFailed, payout.Amount, error)],
        };
    }

    /// <summary>The payout leaves a batch that the provider did not take, and is due again; only while it is in that batch.</summary>
    public static Decision LeaveBatch(Order order, int g, string batchId, string error, DateTimeOffset now) =>
        Find(order, g) is { State: PayoutState.Submitting } payout && payout.BatchId == batchId
            ? Fail(order, g, error, retryable: true, now)
            : Decision.Nothing;

    /// <summary>What holds this order's payout back now.</summary>
    public static IReadOnlySet<PayoutBlock> Blocks(Order order, bool sellerIsActive)
    {
        var blocks = new HashSet<PayoutBlock>();
        if (order.CurrentCheckout?.State == CheckoutState.CapturePending)
            blocks.Add(PayoutBlock.CapturePending);
        if (order.Refunds.Any(r => r.State is not (RefundState.Completed or RefundState.Failed)))
            blocks.Add(PayoutBlock.RefundInFlight);
        if (!sellerIsActive)
            blocks.Add(PayoutBlock.SellerRestricted);
        if (order.ManuallyBlocked)
            blocks.Add(PayoutBlock.Manual);
        return blocks;
    }

    private static Payout? Find(Order order, int g) => order.Payouts.FirstOrDefault(p => p.G == g);
}
