using System.Collections.Concurrent;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Puts each order into a planned batch, under the order's ETag and with its ledger, then seals the batch with exactly
/// those orders. Several runs may do so at once: the one whose seal is written decides, and the others release what they took and
/// it did not. A sealed batch that was never sent is checked once more before it is: a payout blocked since then leaves
/// it.</summary>
public sealed class SealPayoutBatch(
    PayoutBatches batches,
    OrderStore orders,
    SellerStore sellers,
    FinishPayoutBatch finish,
    TimeProvider time,
    ILogger<SealPayoutBatch> log)
{
    /// <summary>Whether there is anything to do: no call under the batch's id can have reached the provider.</summary>
    public static bool IsFor(PayoutBatch batch) =>
        batch is { State: PayoutBatchState.Planned or PayoutBatchState.Sealed, Attempted: false };

    /// <param name="read">The batch.</param>
    /// <param name="cancellationToken">Cancels the call; the next sweep continues.</param>
    /// <param name="known">Orders of the batch that have just been read, by id; null for none. An order that has changed since is
    /// read again, because it is put into the batch under the version that was read.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    /// <returns>The batch to send. If no order was left out it is not written yet: the write that marks it as being sent seals it,
    /// and so fails if another run was faster. Otherwise the batch as it is written now, possibly by another run.</returns>
    public async Task<StoredPayoutBatch> RunAsync(
        StoredPayoutBatch read,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, StoredOrder>? known = null,
        AfterCommit? after = null)
    {
        var batch = read.Batch;
        // Each seller is read once, after the batch was planned: no version of the order guarantees that the account is unchanged.
        var accounts = new ConcurrentDictionary<string, Lazy<Task<Seller?>>>(StringComparer.Ordinal);
        var looked = await Many.SelectAsync(
            batch.Items,
            async item => (
                Item: item,
                IsTaken: await TakeAsync(batch, item, known?.GetValueOrDefault(item.OrderId), accounts, after, cancellationToken)));
        var taken = looked.Where(l => l.IsTaken).Select(l => l.Item).ToList();
        var without = batch.Items.Except(taken).ToList();
        if (without.Count == 0)
            return read with { Batch = batch with { State = PayoutBatchState.Sealed } };

        var isSealed = batch with
        {
            State = taken.Count > 0 ? PayoutBatchState.Sealed : PayoutBatchState.Settled,
            Items = taken,
            LeftOut = [.. batch.LeftOut, .. without],
        };
        // Written first: a run that sends the earlier version fails on its ETag, or has made this one fail.
        if (await batches.ReplaceAsync(isSealed, read.Version, cancellationToken) is not { } written)
            return await GiveBackAsync(isSealed, cancellationToken);
        await Many.ForEachAsync(without, item => finish.PutBackAsync(isSealed, item, cancellationToken));
        return written;
    }

    /// <summary>Another run has changed the batch: what only this run has put into it is released again.</summary>
    /// <returns>The other run's batch.</returns>
    public async Task<StoredPayoutBatch> GiveBackAsync(PayoutBatch lost, CancellationToken cancellationToken)
    {
        var winner = (await batches.FindAsync(lost.Id, cancellationToken))!.Value;
        await Many.ForEachAsync(lost.Items, item => finish.PutBackAsync(winner.Batch, item, cancellationToken));
        return winner;
    }

    /// <summary>Whether the order's payout is in this batch: put there now, or by a run before a crash.</summary>
    private async Task<bool> TakeAsync(
        PayoutBatch batch,
        PayoutBatchItem item,
        StoredOrder? known,
        ConcurrentDictionary<string, Lazy<Task<Seller?>>> accounts,
        AfterCommit? after,
        CancellationToken cancellationToken)
    {
        var read = known ?? await orders.GetAsync(item.OrderId, cancellationToken);
        // The account may have been changed, and even verified, since the batch was planned.
        var reading = accounts.GetOrAdd(read.Order.SellerId, id => new(() => sellers.FindAsync(id, cancellationToken)));
        var mayBePaid = await reading.Value is { } seller
            && seller.MayBePaid(time.GetUtcNow()) && seller.PayPalMerchantId == item.Receiver;
        var decided = await orders.ChangeAsync(
            read,
            o => o.Payouts.FirstOrDefault(p => p.Generation == item.Generation)?.Amount == item.Amount
                ? PayoutTransitions.Submit(o, item.Generation, batch.Id, PayoutTransitions.Blocks(o, mayBePaid), time.GetUtcNow())
                : Decision.Refuse("amount-changed", "The payout has changed since the batch was planned."),
            after,
            cancellationToken);
        if (decided.Refusal is { } refusal)
            log.LogInformation("Order {OrderId} is left out of payout batch {BatchId}: {Reason}", item.OrderId, batch.Id, refusal.Code);
        return decided.Refusal is null;
    }
}
