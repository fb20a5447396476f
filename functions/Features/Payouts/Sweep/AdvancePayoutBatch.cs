using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Advances a batch as far as possible, from whatever state an earlier run has left it in, together with the halves of a
/// refused one. While payouts are paused a batch is not sent: it stays open, and payouts blocked meanwhile leave it.</summary>
public sealed class AdvancePayoutBatch(
    PayoutBatches batches,
    SealPayoutBatch seal,
    SendPayoutBatch send,
    SettlePayoutBatch settle,
    FinishPayoutBatch finish,
    PayoutsPauseStore pauses)
{
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Cancels the call; the next sweep continues.</param>
    /// <param name="read">Orders of the batch that this run has read, by id; null for none.</param>
    /// <param name="after">What the run does itself afterwards; null leaves all of it to messages.</param>
    /// <returns>The batch, and those it was split into, as they stand now.</returns>
    public async Task<IReadOnlyList<PayoutBatch>> RunAsync(
        StoredPayoutBatch batch,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, StoredOrder>? read = null,
        AfterCommit? after = null)
    {
        var reached = new List<PayoutBatch>();
        var todo = new Queue<StoredPayoutBatch>([batch]);
        while (todo.TryDequeue(out var next))
        {
            var at = next.Batch.State switch
            {
                PayoutBatchState.Submitted => await settle.RunAsync(next, cancellationToken, after),
                PayoutBatchState.Planned or PayoutBatchState.Sealed => await SealAndSendAsync(
                    // The orders of a half have changed since they were read.
                    next, next.Batch.Id == batch.Batch.Id ? read : null, after, cancellationToken),
                _ => next,
            };
            reached.Add(at.Batch);
            if (at is { IsClosed: false, Batch.State: PayoutBatchState.Settled or PayoutBatchState.Refused })
            {
                foreach (var half in await finish.RunAsync(at.Batch, cancellationToken))
                    todo.Enqueue(half);
            }
        }

        return reached;
    }

    private async Task<StoredPayoutBatch> SealAndSendAsync(
        StoredPayoutBatch batch,
        IReadOnlyDictionary<string, StoredOrder>? read,
        AfterCommit? after,
        CancellationToken cancellationToken)
    {
        if (await pauses.IsOnAsync(cancellationToken))
            return batch;

        var isUnsent = SealPayoutBatch.IsFor(batch.Batch);
        var at = isUnsent ? await seal.RunAsync(batch, cancellationToken, read, after) : batch;
        // Another run's batch, or one without payouts: there is nothing to send here.
        if (at.Batch.State != PayoutBatchState.Sealed || isUnsent != SealPayoutBatch.IsFor(at.Batch))
            return at;
        if (await send.RunAsync(at, cancellationToken) is { } sent)
            return sent;
        return isUnsent
            ? await seal.GiveBackAsync(at.Batch, cancellationToken)
            : await batches.FindAsync(at.Batch.Id, cancellationToken) ?? at;
    }
}
