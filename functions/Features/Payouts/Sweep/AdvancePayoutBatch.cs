using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Takes a batch as far as it goes now, from whatever state a run before has left it in, and with it the halves of one
/// that was refused. While payouts are paused a batch is not sent: it stays open, and what is held back meanwhile leaves it.</summary>
public sealed class AdvancePayoutBatch(
    PayoutBatches batches,
    SealPayoutBatch seal,
    SendPayoutBatch send,
    SettlePayoutBatch settle,
    FinishPayoutBatch finish,
    PayoutsPauseStore pauses)
{
    /// <returns>The batch, and those it was divided into, as they stand now.</returns>
    public async Task<IReadOnlyList<PayoutBatch>> RunAsync(StoredPayoutBatch batch, CancellationToken cancellationToken)
    {
        var reached = new List<PayoutBatch>();
        var todo = new Queue<StoredPayoutBatch>([batch]);
        while (todo.TryDequeue(out var next))
        {
            var at = next.Batch.State switch
            {
                PayoutBatchState.Submitted => await settle.RunAsync(next, cancellationToken),
                PayoutBatchState.Planned or PayoutBatchState.Sealed => await SealAndSendAsync(next, cancellationToken),
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

    private async Task<StoredPayoutBatch> SealAndSendAsync(StoredPayoutBatch read, CancellationToken cancellationToken)
    {
        if (await pauses.IsOnAsync(cancellationToken))
            return read;

        var isUnsent = SealPayoutBatch.IsFor(read.Batch);
        var at = isUnsent ? await seal.RunAsync(read, cancellationToken) : read;
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
