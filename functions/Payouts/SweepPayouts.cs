using ChatPay.Functions.Orders;
using ChatPay.Functions.Sellers;
using ChatPay.Functions.Shared;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Payouts;

/// <summary>
/// Pays what is released: takes up the batches that are open (of a sweep that crashed, too), then plans a new one from the due
/// index. Several sweeps at once are safe: an order is put into a batch under its ETag, and a batch is sealed under its own.
/// </summary>
public sealed class SweepPayouts(
    DuePayouts due, PayoutBatches batches, SubmitPayoutBatch submit, SettlePayoutBatch settle, OrderStore orders, SellerStore sellers,
    Ids ids, TimeProvider time, ILogger<SweepPayouts> log)
{
    /// <summary>PayPal takes 15,000; smaller batches keep a refusal small.</summary>
    public const int LargestBatch = 500;

    /// <returns>How many payouts were put into new batches.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var batchId in batches.OpenAsync(cancellationToken))
            await AdvanceAsync(batchId, cancellationToken);

        var submitted = 0;
        while (await PlanAsync(cancellationToken) is { } planned)
        {
            await AdvanceAsync(planned.Id, cancellationToken);
            var taken = (await batches.FindAsync(planned.Id, cancellationToken))?.Batch.Items.Count ?? 0;
            submitted += taken;

            // What could not be put into this batch waits for the next sweep, so that this one ends.
            if (taken == 0 || planned.Items.Count < LargestBatch)
                break;
        }

        return submitted;
    }

    private async Task AdvanceAsync(string batchId, CancellationToken cancellationToken)
    {
        var found = await batches.FindAsync(batchId, cancellationToken);
        switch (found?.Batch.State)
        {
            case null or PayoutBatchState.Settled:
                await batches.CloseAsync(batchId, cancellationToken);
                break;
            case PayoutBatchState.Submitted:
                await settle.RunAsync(batchId, cancellationToken);
                break;
            default:
                await submit.RunAsync(batchId, cancellationToken);
                break;
        }
    }

    /// <summary>The next batch of what is due, the oldest first; null when nothing is.</summary>
    private async Task<PayoutBatch?> PlanAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var items = new List<PayoutBatchItem>();
        var seen = new HashSet<(string, int)>(); // A release that was repeated after a crash may have two entries.
        await foreach (var entry in due.ListAsync(now, cancellationToken))
        {
            if (seen.Add((entry.OrderId, entry.G)) && await CandidateAsync(entry, cancellationToken) is { } item)
                items.Add(item);
            if (items.Count == LargestBatch)
                break;
        }

        if (items.Count == 0)
            return null;

        var batch = new PayoutBatch { Id = ids.New("bat"), At = now, Items = items };
        await batches.CreateAsync(batch, cancellationToken);
        log.LogInformation("Payout batch {BatchId} planned with {Count} items.", batch.Id, items.Count);
        return batch;
    }

    /// <summary>The item for an entry, if the order behind it is still released and nothing blocks it.</summary>
    private async Task<PayoutBatchItem?> CandidateAsync(DuePayout entry, CancellationToken cancellationToken)
    {
        var order = (await orders.FindAsync(entry.OrderId, cancellationToken))?.Order;
        var payout = order?.Payouts.FirstOrDefault(p => p.G == entry.G);
        if (order is not null && payout is null)
            return null; // The entry is written before the release; the release may be on its way.

        switch (payout?.State)
        {
            case PayoutState.Released or PayoutState.FailedRetryable:
                break;
            case PayoutState.Submitting or PayoutState.Processing or PayoutState.Unknown:
                return null; // On its way; if the provider denies its batch, it is due again.
            default:
                await due.RemoveAsync(entry, cancellationToken);
                return null;
        }

        var seller = await sellers.FindAsync(order!.SellerId, cancellationToken);
        return seller is not null && PayoutTransitions.Blocks(order, seller.IsActive).Count == 0
            ? new PayoutBatchItem(order.Id, entry.G, seller.PayPalMerchantId, payout!.Amount)
            : null;
    }
}
