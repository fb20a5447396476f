using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Ends a batch that is settled or refused. The rule is the same for every caller: a payout that is submitted in a batch
/// which does not pay it is released again, and what the provider named as invalid fails permanently. The batch is closed last, so
/// that a crash leads to a repeat.</summary>
public sealed class FinishPayoutBatch(PayoutBatches batches, OrderStore orders, TimeProvider time, ILogger<FinishPayoutBatch> log)
{
    /// <returns>The batches in which its payouts continue.</returns>
    public async Task<IReadOnlyList<StoredPayoutBatch>> RunAsync(PayoutBatch batch, CancellationToken cancellationToken)
    {
        var done = await Many.SelectAsync(
            batch.State == PayoutBatchState.Refused ? [.. batch.Items, .. batch.LeftOut] : batch.LeftOut,
            item => TryPutBackAsync(batch, item, cancellationToken));
        if (done.Any(isDone => !isDone))
            return [];

        var halves = new List<StoredPayoutBatch>();
        foreach (var half in Halves(batch))
            halves.Add(await batches.CreateAsync(half, cancellationToken));
        await batches.CloseAsync(batch, cancellationToken);
        return halves;
    }

    private async Task<bool> TryPutBackAsync(PayoutBatch batch, PayoutBatchItem item, CancellationToken cancellationToken)
    {
        try
        {
            await PutBackAsync(batch, item, cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Order {OrderId} could not be released from payout batch {BatchId}.", item.OrderId, batch.Id);
            return false;
        }
    }

    /// <summary>Releases a payout that is in this batch according to its own row, but not according to the batch; otherwise does
    /// nothing.</summary>
    public Task PutBackAsync(PayoutBatch batch, PayoutBatchItem item, CancellationToken cancellationToken) =>
        PutBackAsync(batch, item.OrderId, item.Generation, cancellationToken);

    /// <summary>Releases a payout, by order and generation.</summary>
    public Task PutBackAsync(PayoutBatch batch, string orderId, int g, CancellationToken cancellationToken) =>
        orders.ChangeAsync(orderId, order => Decide(batch, order, g), cancellationToken);

    private Decision Decide(PayoutBatch batch, Order order, int g)
    {
        if (order.Payouts.FirstOrDefault(p => p.Generation == g) is not { State: PayoutState.Submitting } payout
            || payout.BatchId != batch.Id)
            return Decision.Nothing;

        return batch.State switch
        {
            PayoutBatchState.Planned => Decision.Nothing,
            PayoutBatchState.Sealed or PayoutBatchState.Submitted when batch.Contains(order.Id, g) => Decision.Nothing,
            PayoutBatchState.Refused when batch.Rejected.FirstOrDefault(r => r.OrderId == order.Id && r.Generation == g) is { } rejected =>
                PayoutTransitions.Fail(order, g, rejected.Error, retryable: false, time.GetUtcNow()),
            _ => PayoutTransitions.LeaveBatch(order, g, batch.Id, time.GetUtcNow()),
        };
    }

    /// <summary>The two halves of a batch that was refused without naming an item. Their ids are derived, so that a repeat creates
    /// the same two.</summary>
    private PayoutBatch[] Halves(PayoutBatch batch)
    {
        if (batch is not { State: PayoutBatchState.Refused, Rejected.Count: 0, Items.Count: > 1 })
            return [];

        var middle = batch.Items.Count / 2;
        var now = time.GetUtcNow();
        return [Half("first half", batch.Items.Take(middle)), Half("second half", batch.Items.Skip(middle))];

        PayoutBatch Half(string which, IEnumerable<PayoutBatchItem> items) =>
            new() { Id = Ids.Derived("bat", batch.Id, which), At = now, Items = [.. items], Fee = batch.Fee };
    }
}
