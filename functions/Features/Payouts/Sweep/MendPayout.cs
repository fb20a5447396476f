using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Sale.Payouts;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Payouts.Sweep;

/// <summary>Repairs a payout that is due although it is already submitted.</summary>
public sealed class MendPayout(PayoutBatches batches, FinishPayoutBatch finish, OperatorAlerts attention, ILogger<MendPayout> log)
{
    /// <summary>A run that crashed, or lost the race to seal, may have left the payout in a batch that does not pay it; and an
    /// unfinished batch must be on the list of open ones.</summary>
    public async Task RunAsync(string orderId, Payout payout, SweepProgress sweep, CancellationToken cancellationToken)
    {
        if (payout.BatchId is not { } batchId)
            return;

        if (!sweep.Batches.TryGetValue(batchId, out var batch))
        {
            sweep.Batches[batchId] = batch = (await batches.FindAsync(batchId, cancellationToken))?.Batch;
            if (batch?.State is PayoutBatchState.Planned or PayoutBatchState.Sealed or PayoutBatchState.Submitted)
                await batches.OpenAsync(batchId, cancellationToken);
        }

        if (batch is null)
        {
            log.LogError("Order {OrderId} is in payout batch {BatchId}, which is not there.", orderId, batchId);
            await attention.RaiseAsync(
                "batch-missing",
                batchId,
                $"Order {orderId} is in payout batch {batchId}, which is not there.",
                "Restore the batches table. Until then, look it up at PayPal by the batch ID: nobody here knows whether it was paid.",
                orderId,
                cancellationToken);
        }
        else
            await finish.PutBackAsync(batch, orderId, payout.Generation, cancellationToken);
    }
}
