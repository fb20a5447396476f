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
    public async Task<IReadOnlyList<PayoutBatch>> RunAsync(string batchId, CancellationToken cancellationToken)
    {
        var reached = new List<PayoutBatch>();
        var todo = new Queue<string>([batchId]);
        while (todo.TryDequeue(out var id))
        {
            var at = await batches.FindAsync(id, cancellationToken);
            if (at?.Batch.State == PayoutBatchState.Submitted)
                await settle.RunAsync(id, cancellationToken);
            var paused =
                at?.Batch.State is PayoutBatchState.Planned or PayoutBatchState.Sealed && await pauses.IsOnAsync(cancellationToken);
            if (at is { } unsent && SealPayoutBatch.IsFor(unsent.Batch) && !paused)
            {
                await seal.RunAsync(unsent.Batch, unsent.Version, cancellationToken);
                at = await batches.FindAsync(id, cancellationToken);
            }

            if (at is { Batch.State: PayoutBatchState.Sealed } sealedOne && !paused)
                await send.RunAsync(sealedOne.Batch, sealedOne.Version, cancellationToken);

            if ((await batches.FindAsync(id, cancellationToken))?.Batch is not { } batch)
                continue;
            reached.Add(batch);
            if (batch.State is PayoutBatchState.Settled or PayoutBatchState.Refused)
            {
                foreach (var half in await finish.RunAsync(batch, cancellationToken))
                    todo.Enqueue(half);
            }
        }

        return reached;
    }
}
