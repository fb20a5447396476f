using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Creates the next batch from what is due: in one currency, the oldest first, as much as the balance covers. On the way
/// it repairs what a crash has left: a payout that is submitted in a batch which does not pay it.</summary>
public sealed class PlanPayouts(
    DuePayouts due,
    PayoutBatches batches,
    MendPayout mend,
    PayoutFunds funds,
    PayoutFees fees,
    OrderStore orders,
    SellerStore sellers,
    NetDebts netting,
    PayoutsPauseStore pauses,
    LatePayouts late,
    OperatorAlerts attention,
    Ids ids,
    TimeProvider time,
    ILogger<PlanPayouts> log)
{
    /// <summary>PayPal accepts 15,000; smaller batches limit the effect of a refusal.</summary>
    public const int LargestBatch = 500;

    /// <summary>The next batch; null when nothing more can be paid in this sweep, or when payouts are paused.</summary>
    public async Task<StoredPayoutBatch?> NextAsync(SweepProgress sweep, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        while (true)
        {
            sweep.BeginBatch();
            var found = await CollectAsync(sweep, now, cancellationToken);
            if (found.Count == 0)
                return null;

            var covered = await CoveredAsync([.. found.OrderBy(f => f.ReleasedAt).Select(f => f.Item)], sweep, cancellationToken);
            if (covered.Count == 0)
                continue; // Payouts in another currency may be due.

            var batch = new PayoutBatch { Id = ids.New("bat"), At = now, Items = covered, Fee = sweep.Fees[covered[0].Amount.Currency] };
            var created = await batches.CreateAsync(batch, cancellationToken);
            log.LogInformation("Payout batch {BatchId} planned with {Count} items.", batch.Id, batch.Items.Count);
            return created;
        }
    }

    /// <summary>The items of a batch: in one currency, no more than it can take. The orders are read several at a time, and decided
    /// on one after another, the oldest first. The pause is read when the first is due, so that an hour with nothing due costs one
    /// query.</summary>
    private async Task<List<(PayoutBatchItem Item, DateTimeOffset ReleasedAt)>> CollectAsync(
        SweepProgress sweep, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (found, isAsked) = (new List<(PayoutBatchItem Item, DateTimeOffset ReleasedAt)>(), false);
        while (found.Count < LargestBatch && sweep.SetAsideCount < LargestBatch)
        {
            var entries = await sweep.TakeAsync(
                Math.Min(Many.AtOnce, LargestBatch - found.Count), ReadPages(sweep, cancellationToken));
            if (entries.Count == 0)
                break;
            if (!isAsked && (sweep.IsPaused = await pauses.IsOnAsync(cancellationToken)))
                return [];
            isAsked = true;

            foreach (var (entry, read, isRead) in await Many.SelectAsync(entries, entry => TryReadAsync(entry, cancellationToken)))
            {
                if (!isRead || await TryLookAsync(entry, read, sweep, now, cancellationToken) is not { } candidate)
                    continue;
                if (found.Count > 0 && candidate.Item.Amount.Currency != found[0].Item.Amount.Currency)
                {
                    sweep.SetAside(entry);
                    continue;
                }

                sweep.Plan(entry);
                found.Add(candidate);
            }
        }

        return found;
    }

    private Func<string?, Task<DuePage>> ReadPages(SweepProgress sweep, CancellationToken cancellationToken) =>
        next => due.PageAsync(sweep.At ??= time.GetUtcNow(), next, cancellationToken);

    /// <summary>Reads an order; one that cannot be read does not keep the others from being paid.</summary>
    private async Task<(DuePayout Entry, StoredOrder? Read, bool IsRead)> TryReadAsync(
        DuePayout entry, CancellationToken cancellationToken)
    {
        try
        {
            return (entry, await orders.FindAsync(entry.OrderId, cancellationToken), true);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "The payout of order {OrderId} could not be looked at.", entry.OrderId);
            return (entry, null, false);
        }
    }

    /// <summary>The first items, up to the one that the balance does not cover: a later, smaller one does not overtake
    /// it.</summary>
    private async Task<IReadOnlyList<PayoutBatchItem>> CoveredAsync(
        IReadOnlyList<PayoutBatchItem> items, SweepProgress sweep, CancellationToken cancellationToken)
    {
        var currency = items[0].Amount.Currency;
        if (!sweep.Fees.TryGetValue(currency, out var fee))
            sweep.Fees[currency] = fee = await fees.OfAsync(currency, cancellationToken, sweep.HasListedFees);
        if (!sweep.Funds.TryGetValue(currency, out var available))
            sweep.Funds[currency] = available = await funds.AvailableAsync(fee, sweep.OpenBatches, cancellationToken);

        var covered = items;
        if (available is { } left)
        {
            covered = [.. items.TakeWhile(item => (left -= fee.Cost(item.Amount)).MinorUnits >= 0)];
            if (covered.Count < items.Count)
            {
                await attention.RaiseAsync(
                    PayoutFees.BalanceShort, PayoutFees.SubjectOf(currency, time.GetUtcNow()),
                    $"The balance of {available} at PayPal covers {covered.Count} of {items.Count} due payouts: "
                        + $"{fee.Cost(items) - available.Value} more is needed, fees included.",
                    PayoutFees.MoveMoney,
                    null,
                    cancellationToken);
                log.LogWarning(
                    "The available balance of {Available} covers {Covered} of {Due} due payouts; the others wait.",
                    available,
                    covered.Count,
                    items.Count);
            }
        }

        // The last batch was denied, by an unknown amount: a smaller one is sent first, alone.
        if (fee.LargestBatch is { } largest && covered.Count > largest)
            covered = [.. covered.Take(largest)];
        if (covered.Count < items.Count)
            sweep.Exhaust(currency);
        return covered;
    }

    /// <summary>Decides on an entry; a failure does not keep the others from being paid.</summary>
    private async Task<(PayoutBatchItem Item, DateTimeOffset ReleasedAt)?> TryLookAsync(
        DuePayout entry, StoredOrder? read, SweepProgress sweep, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(entry, read, sweep, now, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "The payout of order {OrderId} could not be looked at.", entry.OrderId);
            return null;
        }
    }

    private static string WhyLate(Payout payout) =>
        payout.State is PayoutState.Released or PayoutState.FailedRetryable ? "No sweep has sent it" : "PayPal has not confirmed it";

    /// <summary>The item for an entry, if its order is released, its wait is over and nothing blocks it.</summary>
    private async Task<(PayoutBatchItem Item, DateTimeOffset ReleasedAt)?> LookAsync(
        DuePayout entry, StoredOrder? read, SweepProgress sweep, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var order = read?.Order;
        var payout = order?.Payouts.FirstOrDefault(p => p.Generation == entry.Generation);
        if (order is not null && payout is null)
            return null; // The entry is written before the release, which may be under way.

        if (payout is
            {
                State: PayoutState.Released
                    or PayoutState.FailedRetryable
                    or PayoutState.Submitting
                    or PayoutState.Processing
                    or PayoutState.Unknown
            })
            await late.RaiseIfLateAsync(order!, payout.Failure ?? WhyLate(payout), cancellationToken);

        switch (payout?.State)
        {
            case PayoutState.Released or PayoutState.FailedRetryable:
                break;
            case PayoutState.Submitting:
                await mend.RunAsync(order!.Id, payout, sweep, cancellationToken);
                return null;
            case PayoutState.Processing or PayoutState.Unknown:
                return null; // In flight; if the provider denies its batch, it is due again.
            default:
                await due.RemoveAsync(entry, cancellationToken);
                return null;
        }

        if (payout.NotBefore is { } until && until > now)
        {
            // It is also processed when it becomes late: nobody else would raise the alert.
            var look = LatePayouts.From(order!) is { } from && from > now && from < until ? from : until;
            await due.PutOffAsync(entry, look, cancellationToken);
            return null;
        }

        if (payout.Amount.MinorUnits == 0 || sweep.IsExhausted(payout.Amount.Currency))
            return null;

        if (!sweep.Sellers.TryGetValue(order!.SellerId, out var seller))
            sweep.Sellers[order.SellerId] = seller = await sellers.FindAsync(order.SellerId, cancellationToken);
        if (seller is null || PayoutTransitions.Blocks(order, seller.MayBeReleased(now)).Count > 0)
            return null;

        // For a closed seller, what is handed over is what the debts leave.
        order = await netting.RunAsync(order, sweep.Debts, cancellationToken);
        if (ReferenceEquals(order, read!.Order))
            sweep.Read[order.Id] = read;
        return seller.MayBePaid(now)
            && order.CurrentPayout is { IsPayable: true, Amount.MinorUnits: > 0 } left && left.Generation == entry.Generation
            ? (new PayoutBatchItem(order.Id, entry.Generation, seller.PayPalMerchantId, left.Amount), left.ReleasedAt)
            : null;
    }
}
